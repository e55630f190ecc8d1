package dev.latchkey.platform.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a letter says, once: HTML and plain text are two ways to write it down, so they cannot disagree.
 *
 * <p>The first line is {@code Subject: …}. Below it are blocks with blank lines between them: lines that begin with
 * {@code - } are a list of facts, {@code => label} is the link, anything else is a paragraph. A variable is written
 * {@code {name}}. Values are put in after the blocks are known: they can add words, never blocks.
 *
 * @param subject one line
 */
record Template(String subject, List<Block> blocks) {

    /** One block of the body; its texts still hold variables. */
    sealed interface Block {}

    record Paragraph(String text) implements Block {}

    record Facts(List<String> lines) implements Block {}

    record Link(String label) implements Block {}

    private static final String SUBJECT = "Subject: ";
    private static final String FACT = "- ";
    private static final String LINK = "=> ";
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

    static Template parse(String source) {
        String[] parts = source.strip().split("\\R\\s*\\R");
        if (!parts[0].startsWith(SUBJECT) || parts[0].lines().count() != 1) {
            throw new IllegalArgumentException("a template begins with one line \"Subject: …\"");
        }
        List<Block> blocks = new ArrayList<>();
        Arrays.stream(parts).skip(1).map(Template::block).forEach(blocks::add);
        return new Template(parts[0].substring(SUBJECT.length()), List.copyOf(blocks));
    }

    /** Puts values into a text. */
    static String fill(String text, UnaryOperator<String> value) {
        return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value.apply(found.group(1))));
    }

    private static Block block(String text) {
        if (text.startsWith(LINK)) {
            return new Link(text.substring(LINK.length()));
        }
        if (text.startsWith(FACT)) {
            return new Facts(
                    text.lines().map(line -> line.substring(FACT.length())).toList());
        }
        return new Paragraph(text);
    }
}
