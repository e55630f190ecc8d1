package dev.latchkey.platform.crypto;

import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * bcrypt in the notation of crypt(3): {@code $2b$12$}, salt and hash. It knows the first 72 bytes of a password only.
 * {@code $2x$} and {@code $2$} stand for broken implementations and are refused.
 */
final class BcryptHash extends ForeignHash {

    private static final Pattern FORMAT = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    private static final int HIGHEST_COST = 14;

    private BcryptHash(String stored) {
        super(stored);
    }

    static BcryptHash read(String stored) {
        int cost = Integer.parseInt(match(FORMAT, stored, "bcrypt").group(1));
        require(cost >= 4 && cost <= HIGHEST_COST, "bcrypt is taken with a cost from 4 to " + HIGHEST_COST);
        return new BcryptHash(stored);
    }

    @Override
    boolean matches(byte[] password) {
        return OpenBSDBCrypt.checkPassword(stored(), password);
    }
}
