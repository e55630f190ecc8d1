package dev.latchkey.platform.mail;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.outbound.JsonClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SendGrid's v3 call to send one mail, with tracking off. */
public record SendGrid(Secret apiKey) implements HttpEmailService.Provider {

    public static final URI BASE = URI.create("https://api.sendgrid.com");

    // Names are SendGrid's.
    private record Body(
            List<Personalization> personalizations,
            Mailbox from,
            String subject,
            List<Content> content,
            List<String> categories,
            Map<String, String> headers,
            Map<String, Switch> tracking_settings) {}

    private record Personalization(List<Mailbox> to, Map<String, String> custom_args) {}

    private record Mailbox(String email, @Nullable String name) {
        static Mailbox of(MailAddress address) {
            return new Mailbox(address.address(), address.name());
        }
    }

    private record Content(String type, String value) {}

    private record Switch(boolean enable) {}

    @Override
    public String name() {
        return "SendGrid";
    }

    @Override
    public String path() {
        return "/v3/mail/send";
    }

    @Override
    public Map<String, String> headers(MailMessage message) {
        return Map.of("Authorization", "Bearer " + apiKey.reveal());
    }

    @Override
    public Object body(MailMessage message) {
        return new Body(
                List.of(new Personalization(
                        List.of(Mailbox.of(message.to())), Map.of("reference", message.reference()))),
                Mailbox.of(message.from()),
                message.subject(),
                // Plain text has to come first.
                List.of(new Content("text/plain", message.text()), new Content("text/html", message.html())),
                List.of(message.kind()),
                Map.of("Auto-Submitted", "auto-generated"),
                Map.of("click_tracking", new Switch(false), "open_tracking", new Switch(false)));
    }

    @Override
    public String errorCode(JsonClient.Answer answer) {
        return answer.json().at("/errors/0/field").asString("");
    }
}
