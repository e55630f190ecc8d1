package dev.latchkey.platform.mail;

import java.util.List;
import java.util.stream.Collectors;

/** Captured mail as pages without scripts. */
final class DevMailPage {

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
            table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #d0d7de}
            iframe{width:100%;height:36rem;border:1px solid #d0d7de;border-radius:6px;background:#fff}
            pre{background:#f6f8fa;padding:.8rem;overflow:auto;white-space:pre-wrap}.k{color:#57606a}
            @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}pre{background:#161b22}a{color:#6ea8ff}}
            """;

    private DevMailPage() {}

    static String list(List<Mailbox.Captured> mails) {
        String rows = mails.stream().map(DevMailPage::row).collect(Collectors.joining());
        String table = mails.isEmpty()
                ? "<p>No mail yet. What the server sends appears here.</p>"
                : "<table><tr><th>Time<th>To<th>Subject<th>Kind</tr>" + rows + "</table>";
        return page(
                "Captured mail",
                table + "<p class=\"k\">The last " + Mailbox.CAPACITY
                        + " mails, in memory. For programs: <a href=\"/dev/mail.json\">/dev/mail.json</a></p>");
    }

    static String one(Mailbox.Captured mail) {
        MailMessage message = mail.message();
        String links = mail.links().stream()
                .map(link -> "<li><a rel=\"noreferrer\" href=\"" + escape(link) + "\">" + escape(link) + "</a></li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
        // No scripts, no forms, no origin of its own: links may open in a new tab.
        String frame = "<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox\" title=\"HTML\" srcdoc=\""
                + escape(message.html().replace("<head>", "<head><base target=\"_blank\">")) + "\"></iframe>";
        return page(
                message.subject(),
                "<p class=\"k\"><a href=\"/dev/mail\">All mail</a> · " + mail.at() + " · " + escape(message.kind())
                        + " · from " + escape(message.from().address()) + " to "
                        + escape(message.to().address()) + "</p>" + links + frame + "<h2>Text</h2><pre>"
                        + escape(message.text()) + "</pre>");
    }

    private static String row(Mailbox.Captured mail) {
        MailMessage message = mail.message();
        return "<tr><td>" + mail.at() + "<td>" + escape(message.to().address()) + "<td><a href=\"/dev/mail/" + mail.id()
                + "\">" + escape(message.subject()) + "</a><td>" + escape(message.kind()) + "</tr>";
    }

    private static String page(String title, String content) {
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>" + escape(title)
                + "</title><style>" + STYLE + "</style><h1>" + escape(title) + "</h1>" + content + "</html>";
    }

    private static String escape(String text) {
        return HtmlLayout.escape(text);
    }
}
