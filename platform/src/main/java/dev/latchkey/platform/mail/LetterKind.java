package dev.latchkey.platform.mail;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mails there are: outbox topic, template, where their link leads, how long it works (config.md section 4). */
enum LetterKind {
    VERIFICATION("email.verification", "/verify-email", ChronoUnit.HOURS, 24),
    /** To the new address, which its user has to confirm while signed in. */
    ADDRESS_CHANGE("email.address_change", "/change-email", ChronoUnit.HOURS, 24),
    PASSWORD_RESET("email.password_reset", "/reset-password", ChronoUnit.MINUTES, 60),
    INSTANT_LINK("email.instant_link", "/instant-link/verify", ChronoUnit.MINUTES, 15),
    INVITE("email.invite", "/accept-invite", ChronoUnit.DAYS, 7),
    SECURITY_ALERT("email.security_alert", "/account/security", null, 0),
    ACCOUNT_EXISTS("email.account_exists", "/login", null, 0),
    PASSWORD_CHANGED("email.password_changed", "/account/security", null, 0),
    TOKEN_REUSE("email.token_reuse", "/account/security", null, 0),
    ACCOUNT_DELETION("email.account_deletion", "/account/security", null, 0),
    CREDENTIAL_CHANGED("email.credential_changed", "/account/security", null, 0);

    private final String topic;
    private final String path;
    private final @Nullable ChronoUnit unit;
    private final int count;

    LetterKind(String topic, String path, @Nullable ChronoUnit unit, int count) {
        this.topic = topic;
        this.path = path;
        this.unit = unit;
        this.count = count;
    }

    static LetterKind of(String topic) {
        return Arrays.stream(values())
                .filter(kind -> kind.topic.equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no mail is called " + topic));
    }

    String topic() {
        return topic;
    }

    /** The template's name. */
    String template() {
        return topic.substring(topic.indexOf('.') + 1);
    }

    /** Path of the page of the frontend that the mail leads to. */
    String path() {
        return path;
    }

    /** How long the link works; empty for mails that only tell something. These need no token, the others do. */
    Optional<Validity> validity() {
        return Optional.ofNullable(unit).map(of -> new Validity(of, count));
    }
}
