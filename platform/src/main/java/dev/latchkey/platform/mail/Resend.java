package dev.latchkey.platform.mail;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.outbound.JsonClient;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Resend's call to send one mail; the reference as idempotency key makes a second try of the same mail harmless. */
public record Resend(Secret apiKey) implements HttpEmailService.Provider {

    public static final URI BASE = URI.create("https://api.resend.com");

    private record Body(
            String from,
            List<String> to,
            String subject,
            String html,
            String text,
            Map<String, String> headers,
            List<Tag> tags) {}

    private record Tag(String name, String value) {}

    @Override
    public String name() {
        return "Resend";
    }

    @Override
    public String path() {
        return "/emails";
    }

    @Override
    public Map<String, String> headers(MailMessage message) {
        return Map.of("Authorization", "Bearer " + apiKey.reveal(), "Idempotency-Key", message.reference());
    }

    @Override
    public Object body(MailMessage message) {
        return new Body(
                HttpEmailService.mailbox(message.from()),
                List.of(HttpEmailService.mailbox(message.to())),
                message.subject(),
                message.html(),
                message.text(),
                Map.of("Auto-Submitted", "auto-generated"),
                // Tags take letters, digits, - and _ only.
                List.of(new Tag("kind", message.kind().replace('.', '_'))));
    }

    @Override
    public String errorCode(JsonClient.Answer answer) {
        return answer.json().path("name").asString("");
    }
}
