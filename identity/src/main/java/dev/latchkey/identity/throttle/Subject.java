package dev.latchkey.identity.throttle;

import dev.latchkey.platform.crypto.Tokens;
import java.util.UUID;

/**
 * What is counted under a rule: an address, a user, an address from a network. Only its SHA-256 is stored.
 *
 * @param digest of the rule's name and the parts, in hex
 */
public record Subject(UUID projectId, Rule rule, String digest) {

    /** The parts may hold anything: each goes into the digest with its length. */
    public static Subject of(UUID projectId, Rule rule, String... parts) {
        StringBuilder text = new StringBuilder(rule.name());
        for (String part : parts) {
            text.append('\0').append(part.length()).append(':').append(part);
        }
        return new Subject(projectId, rule, Tokens.sha256Hex(text.toString()));
    }

    /** Tells the rule only. */
    @Override
    public String toString() {
        return "Subject[" + rule.name() + "]";
    }
}
