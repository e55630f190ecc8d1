package dev.latchkey.platform.mail;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The HTML form of a template: blocks inside the page {@code layout.html}. Everything that is not written here or there
 * is escaped, words of the templates too.
 */
final class HtmlLayout {

    private final String layout = Words.resource("layout.html");

    String render(Template template, Words words, Values values) {
        String subject = Template.fill(template.subject(), values::get);
        String content = template.blocks().stream()
                .map(block -> block(block, words, values))
                .collect(Collectors.joining("\n"));
        String footer = filled(words.phrase("footer"), values);
        return Template.fill(layout, part -> switch (part) {
            case "language" -> escape(words.language());
            case "subject" -> escape(subject);
            case "content" -> content;
            case "footer" -> footer;
            default -> throw new IllegalStateException("the layout has a part " + part);
        });
    }

    private static String block(Template.Block block, Words words, Values values) {
        return switch (block) {
            case Template.Paragraph paragraph -> "<p>" + filled(paragraph.text(), values) + "</p>";
            case Template.Facts facts ->
                facts.lines().stream()
                        .map(line -> "<li>" + filled(line, values) + "</li>")
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
            case Template.Link link -> link(filled(link.label(), values), words, values);
        };
    }

    /** Once as a button, once to copy where buttons do not work. */
    private static String link(String label, Words words, Values values) {
        String address = escape(values.get("link"));
        String anchor = "<a href=\"" + address + "\" rel=\"noopener noreferrer\" referrerpolicy=\"no-referrer\"";
        return "<p class=\"action\">" + anchor
                + " style=\"display:inline-block;padding:12px 22px;border-radius:6px;background:#1f5eff;color:#ffffff;"
                + "font-weight:600;text-decoration:none\">" + label + "</a></p>\n<p class=\"copy\">"
                + escape(words.phrase("link.copy")) + "<br>" + anchor + ">" + address + "</a></p>";
    }

    /** The text is escaped before values go in, and each value on its way. */
    private static String filled(String text, Values values) {
        UnaryOperator<String> escaped = name -> escape(values.get(name));
        return Template.fill(escape(text), escaped);
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
