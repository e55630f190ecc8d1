package dev.latchkey.identity.password;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a password is known from breaches. A source that does not answer is logged and passed over: nobody is kept from
 * choosing a password because a third party is away.
 */
public final class BreachCheck {

    private static final Logger LOG = LoggerFactory.getLogger(BreachCheck.class);

    private final List<BreachedPasswords> remote;
    private final BundledBreaches bundled = new BundledBreaches();

    /** @param remote asked after the bundled list */
    public BreachCheck(List<BreachedPasswords> remote) {
        this.remote = List.copyOf(remote);
    }

    /**
     * The bundled list is asked for the password in lower case and for what is left without the punctuation at its end,
     * which rules like ours make people add; remote sources for the password itself.
     */
    boolean isBreached(String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        String bare = lower.replaceFirst("[^a-z0-9]+$", "");
        return bundled(lower) || bundled(bare) || remote.stream().anyMatch(source -> knows(source, password));
    }

    /** SHA-1 as the range protocol has it: 40 upper-case hex digits. It protects nothing here. */
    static String sha1(String password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private boolean bundled(String password) {
        String sha1 = sha1(password);
        return bundled.suffixes(prefix(sha1)).contains(suffix(sha1));
    }

    private boolean knows(BreachedPasswords source, String password) {
        String sha1 = sha1(password);
        try {
            Set<String> known = source.suffixes(prefix(sha1));
            return known.contains(suffix(sha1));
        } catch (IOException away) {
            LOG.warn("A password was accepted without asking the breach source: {}", away.getMessage());
            return false;
        }
    }

    private static String prefix(String sha1) {
        return sha1.substring(0, BreachedPasswords.PREFIX_LENGTH);
    }

    private static String suffix(String sha1) {
        return sha1.substring(BreachedPasswords.PREFIX_LENGTH);
    }
}
