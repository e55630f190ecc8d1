package dev.latchkey.platform.configuration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret text whose {@code toString} shows nothing of it. */
public final class Secret {
    /** What stands where a secret would. */
    public static final String MASK = "********";

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** The text itself, for the one place that needs it. */
    public String reveal() {
        return text;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
