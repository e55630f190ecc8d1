package dev.latchkey.platform.mail;

import dev.latchkey.platform.outbound.JsonClient;
import dev.latchkey.platform.outbox.PermanentFailure;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Sends through a provider's HTTP API; the {@link Provider} knows its dialect. */
public final class HttpEmailService implements EmailService {

    /** The dialect of one provider. */
    public interface Provider {

        /** For log lines. */
        String name();

        /** Path of the call that sends one mail. */
        String path();

        Map<String, String> headers(MailMessage message);

        /** Written as JSON. */
        Object body(MailMessage message);

        /** Whether the same mail is refused again tomorrow, given an answer that is no success. */
        default boolean isPermanent(JsonClient.Answer answer) {
            return answer.isRefusal();
        }

        /** The provider's own code of an error, if it is free of personal data. */
        String errorCode(JsonClient.Answer answer);
    }

    private final Provider provider;
    private final URI address;
    private final JsonClient client;

    /** @param base scheme and host, perhaps a path in front of the API's */
    public HttpEmailService(Provider provider, URI base, JsonClient client) {
        this.provider = provider;
        this.address = URI.create(base.toString().replaceFirst("/+$", "") + provider.path());
        this.client = client;
    }

    @Override
    public void send(MailMessage message) throws Exception {
        JsonClient.Answer answer = client.post(address, provider.headers(message), provider.body(message));
        if (answer.isSuccess()) {
            return;
        }
        String reason = provider.name() + " answers " + answer.status() + " " + provider.errorCode(answer);
        if (provider.isPermanent(answer)) {
            throw new PermanentFailure(reason.strip());
        }
        throw new IOException(reason.strip());
    }

    /** {@code Name <address>}, quoted where RFC 5322 wants it. */
    static String mailbox(MailAddress address) {
        String name = address.name();
        return name == null
                ? address.address()
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\" <" + address.address() + ">";
    }
}
