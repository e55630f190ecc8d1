package dev.latchkey.platform.crypto;

import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/** Argon2 that is not ours: i, d, version 0x10, other notations of id. {@code $argon2d$v=19$m=65536,t=2,p=1$SALT$HASH}. */
final class Argon2Foreign extends ForeignHash {

    private static final Pattern FORMAT = Pattern.compile(
            "\\$argon2(id|i|d)(?:\\$v=(16|19))?"
                    + "\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9][0-9]?)\\$([A-Za-z0-9+/]{2,128})\\$([A-Za-z0-9+/]{16,128})");

    private static final long MOST_WORK = 1_048_576;

    private final int type;
    private final int version;
    private final Argon2Parameters parameters;
    private final byte[] salt;
    private final byte[] hash;

    private Argon2Foreign(String stored, Matcher parts) {
        super(stored);
        this.type = switch (parts.group(1)) {
            case "id" -> org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id;
            case "i" -> org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_i;
            default -> org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_d;
        };
        this.version = parts.group(2) == null ? 16 : Integer.parseInt(parts.group(2));
        this.parameters = new Argon2Parameters(number(parts, 3), number(parts, 4), number(parts, 5));
        this.salt = ForeignBase64.decode(parts.group(6));
        this.hash = ForeignBase64.decode(parts.group(7));
        requireAffordable(parameters);
    }

    static Argon2Foreign read(String stored) {
        return new Argon2Foreign(stored, match(FORMAT, stored, "Argon2"));
    }

    /** Tighter than the bounds of hashes of ours, whose cost is the operator's choice. */
    static void requireAffordable(Argon2Parameters parameters) {
        require(
                parameters.memoryKib() <= MAXIMUM_KIB
                        && (long) parameters.memoryKib() * parameters.passes() <= MOST_WORK,
                "Argon2 is taken up to 256 MiB, and 1 GiB over all passes");
    }

    @Override
    boolean matches(byte[] password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(type)
                .withVersion(version)
                .withMemoryAsKB(parameters.memoryKib())
                .withIterations(parameters.passes())
                .withParallelism(parameters.lanes())
                .withSalt(salt)
                .build());
        byte[] actual = new byte[hash.length];
        generator.generateBytes(password, actual);
        return MessageDigest.isEqual(actual, hash);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
