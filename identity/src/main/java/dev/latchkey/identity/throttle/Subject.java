package dev.latchkey.identity.throttle;

import dev.latchkey.platform.crypto.Tokens;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is counted under a rule: an address, a user, an address from a network. Only its SHA-256 is stored.
 *
 * @param digest of the rule's name and the parts, in hex
 * @param family digest of what several subjects have in common, so that they can be forgotten together
 */
public record Subject(
        UUID projectId, Rule rule, String digest, @Nullable String family) {

    /** The parts may hold anything: each goes into the digest with its length. */
    public static Subject of(UUID projectId, Rule rule, String... parts) {
        return new Subject(projectId, rule, digest(rule.name(), parts), null);
    }

    /** The same, to be forgotten with all others that have {@code owner} in common. */
    public Subject ownedBy(String owner) {
        return new Subject(projectId, rule, digest, digest("family", owner));
    }

    static String digest(String name, String... parts) {
        StringBuilder text = new StringBuilder(name);
        for (String part : parts) {
            text.append('\0').append(part.length()).append(':').append(part);
        }
        return Tokens.sha256Hex(text.toString());
    }

    /** Tells the rule only. */
    @Override
    public String toString() {
        return "Subject[" + rule.name() + "]";
    }
}
