package dev.latchkey.identity.setup;

import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.Tokens;
import java.util.Base64;

/**
 * What proves that whoever makes the first administrator can read this server's log. Derived from the master key, so that
 * all servers of an installation print the same one; worthless once there is an administrator.
 */
public final class SetupToken {

    private static final String LABEL = "identity/setup-token";
    private static final int BYTES = 32;

    private final String text;

    public SetupToken(MasterKey masterKey) {
        this.text =
                "setup_" + Base64.getUrlEncoder().withoutPadding().encodeToString(masterKey.deriveBytes(LABEL, BYTES));
    }

    /** To be shown to the operator only. */
    public String reveal() {
        return text;
    }

    /** In constant time. */
    boolean matches(String presented) {
        return Tokens.same(text, presented);
    }

    @Override
    public String toString() {
        return "SetupToken";
    }
}
