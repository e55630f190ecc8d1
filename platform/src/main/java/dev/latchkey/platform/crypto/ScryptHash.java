package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * scrypt (RFC 7914), in the notation of PHC ({@code $scrypt$ln=14,r=8,p=1$SALT$HASH}, base64 without padding) or that of
 * crypt(3) ({@code $7$}).
 */
final class ScryptHash extends ForeignHash {

    private static final Pattern PHC = Pattern.compile(
            "\\$scrypt\\$ln=([0-9]{1,2}),r=([0-9]{1,4}),p=([0-9]{1,4})\\$([^$=]{0,256})\\$([^$=]{1,128})");

    private static final Pattern CRYPT = Pattern.compile(
            "\\$7\\$([./0-9A-Za-z])([./0-9A-Za-z]{5})([./0-9A-Za-z]{5})([^$]{1,86})\\$([./0-9A-Za-z]{43})");

    private final ScryptCost cost;
    private final byte[] salt;
    private final byte[] hash;

    private ScryptHash(String stored, ScryptCost cost, byte[] salt, byte[] hash) {
        super(stored);
        require(hash.length >= 16 && hash.length <= 64, "the scrypt hash must have 16 to 64 bytes");
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    static ScryptHash readPhc(String stored) {
        Matcher parts = match(PHC, stored, "scrypt");
        ScryptCost cost = new ScryptCost(number(parts, 1), number(parts, 2), number(parts, 3));
        return new ScryptHash(stored, cost, ForeignBase64.decode(parts.group(4)), ForeignBase64.decode(parts.group(5)));
    }

    /** The salt is taken as it is written there. */
    static ScryptHash readCrypt(String stored) {
        Matcher parts = match(CRYPT, stored, "scrypt");
        ScryptCost cost = new ScryptCost(
                CryptBase64.number(parts.group(1)),
                CryptBase64.number(parts.group(2)),
                CryptBase64.number(parts.group(3)));
        return new ScryptHash(stored, cost, parts.group(4).getBytes(US_ASCII), CryptBase64.decode(parts.group(5), 32));
    }

    @Override
    boolean matches(byte[] password) {
        return MessageDigest.isEqual(Scrypt.hash(password, salt, cost, hash.length), hash);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
