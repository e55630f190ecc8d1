package dev.latchkey.platform.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mail providers that administrators choose by name, and the hosts at which they take mail in SMTP. */
enum SmtpRelay {
    MAILGUN("smtp.mailgun.org"),
    SENDGRID("smtp.sendgrid.net"),
    POSTMARK("smtp.postmarkapp.com"),
    /** Has a host for each region. */
    SES(null),
    RESEND("smtp.resend.com"),
    CUSTOM(null);

    private final @Nullable String host;

    SmtpRelay(@Nullable String host) {
        this.host = host;
    }

    /** As in settings. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(SmtpRelay::word).toList();
    }

    static SmtpRelay of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whose host it is. */
    static SmtpRelay at(String host) {
        return Arrays.stream(values())
                .filter(relay -> host.equalsIgnoreCase(relay.host))
                .findFirst()
                .orElse(CUSTOM);
    }

    Optional<String> host() {
        return Optional.ofNullable(host);
    }
}
