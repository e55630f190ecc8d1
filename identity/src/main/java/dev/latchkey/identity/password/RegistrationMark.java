package dev.latchkey.identity.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.platform.crypto.Hmac;
import dev.latchkey.platform.crypto.MasterKey;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * What the browser keeps that has registered: an HMAC-SHA-256 over the hash of the password it has chosen. It opens
 * nothing. Opening the link in the mail, it shows that whoever reads the mailbox has also chosen the password.
 */
public final class RegistrationMark {

    private final Hmac key;

    public RegistrationMark(MasterKey masterKey) {
        this.key = Hmac.sha256(masterKey.deriveBytes("identity/registrations", 32));
    }

    /** The mark for a password's hash, in base64url; hashes are salted, so no two registrations have the same. */
    public String of(String passwordHash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.of(passwordHash));
    }

    /** Whether the mark was made for this hash. */
    public boolean fits(String mark, String passwordHash) {
        return MessageDigest.isEqual(mark.getBytes(UTF_8), of(passwordHash).getBytes(UTF_8));
    }
}
