package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.tenancy.project.ProjectEnvironment;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A project key as its holder has it: {@code mux_live_} or {@code mux_test_} and 24 random bytes in base64url (mux-api.md
 * 2.2). Stored is only its SHA-256: with 192 random bits there is nothing to guess, so no salt and no slow hash.
 */
public final class ProjectKeyText {

    /** What every project key begins with. */
    public static final String SCHEME = "mux_";

    private static final String LIVE = "mux_live_";
    private static final String TEST = "mux_test_";
    private static final int RANDOM_BYTES = 24;
    private static final Pattern FORM = Pattern.compile("(mux_live_|mux_test_)([A-Za-z0-9_-]{32})");

    private final String text;

    private ProjectKeyText(String text) {
        this.text = text;
    }

    /** A new key; of a production project a live one. */
    static ProjectKeyText generate(String environment, Tokens tokens) {
        String prefix = ProjectEnvironment.isProduction(environment) ? LIVE : TEST;
        return new ProjectKeyText(prefix + tokens.generate(RANDOM_BYTES));
    }

    /** Empty for a text that no key of ours can have. */
    public static Optional<ProjectKeyText> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ProjectKeyText(text)) : Optional.empty();
    }

    /** The key itself: shown to its holder once, stored nowhere. */
    public String reveal() {
        return text;
    }

    /** Lower-case hex SHA-256 of the whole key as UTF-8. */
    public String hash() {
        return Tokens.sha256Hex(text);
    }

    String prefix() {
        return text.substring(0, LIVE.length());
    }

    String lastFour() {
        return text.substring(text.length() - 4);
    }

    @Override
    public String toString() {
        return prefix() + "…" + lastFour();
    }
}
