package dev.latchkey.platform.mail;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gives a letter its words: in the reader's language, as HTML and as plain text. */
final class LetterWriter {

    private static final String DEFAULT_LANGUAGE = "en";
    private static final List<String> LANGUAGES = List.of(DEFAULT_LANGUAGE, "de");

    private final Map<String, Words> languages;
    private final HtmlLayout html = new HtmlLayout();
    private final Supplier<Sender> sender;

    /**
     * From whom letters are, and where their links lead.
     *
     * @param frontend base of the links
     */
    record Sender(MailAddress from, URI frontend) {

        String page(LetterKind kind) {
            return frontend.toString().replaceFirst("/+$", "") + kind.path();
        }
    }

    /** @param sender asked for each letter */
    LetterWriter(Supplier<Sender> sender) {
        this.languages = LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Words::new));
        this.sender = sender;
    }

    /** Every language there is. */
    static List<String> languages() {
        return LANGUAGES;
    }

    /** @throws UnsendableException when the recipient's address is none */
    MailMessage write(Letter letter, String reference) {
        LetterKind kind = LetterKind.of(letter.kind());
        Words words = words(letter.language());
        Sender now = sender.get();
        MailAddress from = now.from();
        String name = from.name() == null ? from.domain() : from.name();
        Values values = new Values(words, letter, kind, name, link(now.page(kind), letter.token()));
        Template template = words.template(kind);
        return new MailMessage(
                from,
                MailAddress.of(letter.to()),
                Template.fill(template.subject(), values::get),
                html.render(template, words, values),
                text(template, words, values),
                kind.topic(),
                reference);
    }

    private Words words(@Nullable String language) {
        String wanted = language == null
                ? DEFAULT_LANGUAGE
                : Locale.forLanguageTag(language.replace('_', '-')).getLanguage();
        Words words = languages.getOrDefault(wanted, languages.get(DEFAULT_LANGUAGE));
        if (words == null) {
            throw new IllegalStateException("no default language");
        }
        return words;
    }

    private static String link(String page, @Nullable String token) {
        return token == null ? page : page + "?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    private static String text(Template template, Words words, Values values) {
        return Stream.concat(
                        template.blocks().stream().map(block -> text(block, values)),
                        Stream.of("-- \n" + Template.fill(words.phrase("footer"), values::get)))
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static String text(Template.Block block, Values values) {
        return switch (block) {
            case Template.Paragraph paragraph -> Template.fill(paragraph.text(), values::get);
            case Template.Facts facts ->
                facts.lines().stream()
                        .map(line -> "  " + Template.fill(line, values::get))
                        .collect(Collectors.joining("\n"));
            case Template.Link link -> Template.fill(link.label(), values::get) + ":\n" + values.get("link");
        };
    }
}
