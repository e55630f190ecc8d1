package dev.latchkey.identity.password;

import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which passwords may be set, wherever one is set: registration, reset, change. */
public final class PasswordPolicy {

    private final BreachCheck breaches;

    public PasswordPolicy(BreachCheck breaches) {
        this.breaches = breaches;
    }

    /** As configured. */
    public static PasswordPolicy from(Settings settings) {
        return new PasswordPolicy(new BreachCheck(
                settings.find(PasswordSettings.BREACH_RANGE_URL).<BreachedPasswords>map(BreachRange::new).stream()
                        .toList()));
    }

    /**
     * Says nothing when the password may be set. To be asked before anybody looks for the account.
     *
     * @param email of the account, in its normal form, if it has one
     * @throws ApiException 400 {@code VALIDATION_ERROR} with every rule that is broken, joined by {@code "; "}
     */
    public void require(String password, @Nullable String email) {
        List<String> violations = new ArrayList<>(PasswordRules.violations(password));
        if (email != null && isMadeOf(password, email)) {
            violations.add("Password must not be made of the e-mail address");
        }
        if (violations.isEmpty() && breaches.isBreached(password)) {
            violations.add("Password is known from data breaches");
        }
        if (!violations.isEmpty()) {
            throw ApiException.validation(violations);
        }
    }

    /** The whole address, or its local part with nothing but digits and punctuation around it. */
    private static boolean isMadeOf(String password, String email) {
        String lower = password.toLowerCase(Locale.ROOT);
        String local = email.substring(0, Math.max(0, email.lastIndexOf('@')));
        String core = lower.replaceFirst("^[^\\p{L}]+", "").replaceFirst("[^\\p{L}]+$", "");
        return lower.contains(email) || core.equals(local);
    }
}
