package dev.latchkey.platform.mail;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.outbound.JsonClient;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Postmark's call to send one mail, with tracking off: links hold tokens that nobody in between should see. */
public record Postmark(Secret serverToken) implements HttpEmailService.Provider {

    public static final URI BASE = URI.create("https://api.postmarkapp.com");

    /** Invalid mail, inactive recipient; its other codes with 422 are about the account. */
    private static final Set<Integer> FAULTS_OF_THE_MAIL = Set.of(300, 406);

    private record Body(
            @JsonProperty("From") String from,
            @JsonProperty("To") String to,
            @JsonProperty("Subject") String subject,
            @JsonProperty("HtmlBody") String html,
            @JsonProperty("TextBody") String text,
            @JsonProperty("MessageStream") String stream,
            @JsonProperty("Tag") String tag,
            @JsonProperty("TrackOpens") boolean trackOpens,
            @JsonProperty("TrackLinks") String trackLinks,
            @JsonProperty("Metadata") Map<String, String> metadata) {}

    @Override
    public String name() {
        return "Postmark";
    }

    @Override
    public String path() {
        return "/email";
    }

    @Override
    public Map<String, String> headers(MailMessage message) {
        return Map.of("X-Postmark-Server-Token", serverToken.reveal());
    }

    @Override
    public Object body(MailMessage message) {
        return new Body(
                HttpEmailService.mailbox(message.from()),
                HttpEmailService.mailbox(message.to()),
                message.subject(),
                message.html(),
                message.text(),
                "outbound",
                message.kind(),
                false,
                "None",
                Map.of("reference", message.reference()));
    }

    @Override
    public boolean isPermanent(JsonClient.Answer answer) {
        int code = answer.json().path("ErrorCode").asInt(0);
        return answer.isRefusal() && (answer.status() != 422 || FAULTS_OF_THE_MAIL.contains(code));
    }

    @Override
    public String errorCode(JsonClient.Answer answer) {
        return answer.json().path("ErrorCode").asString("");
    }
}
