package dev.latchkey.identity.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.platform.crypto.Hmac;
import dev.latchkey.platform.crypto.MasterKey;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Marks of devices that have signed in to an account: {@code ID.TAG}, 16 random bytes and 16 bytes of an HMAC-SHA-256
 * over project, address and id. A mark opens nothing; it only makes the guesses of a device count by themselves.
 */
public final class KnownDevices {

    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{22}");
    private static final int BYTES = 16;

    private final Hmac key;
    private final SecureRandom random;

    public KnownDevices(MasterKey masterKey, SecureRandom random) {
        this.key = Hmac.sha256(masterKey.deriveBytes("identity/known-devices", 32));
        this.random = random;
    }

    /** The id of the device, if the mark is one for this account. */
    Optional<String> idOf(UUID projectId, String address, String mark) {
        if (!FORMAT.matcher(mark).matches()) {
            return Optional.empty();
        }
        String id = mark.substring(0, mark.indexOf('.'));
        byte[] expected = mark(projectId, address, id).getBytes(UTF_8);
        return MessageDigest.isEqual(expected, mark.getBytes(UTF_8)) ? Optional.of(id) : Optional.empty();
    }

    /** The mark for a device; {@code null} for one that has no id yet. */
    String mark(UUID projectId, String address, @Nullable String id) {
        String known = id == null ? newId() : id;
        return known + "." + base64(Arrays.copyOf(key.of(projectId + "\0" + known + "\0" + address), BYTES));
    }

    private String newId() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
