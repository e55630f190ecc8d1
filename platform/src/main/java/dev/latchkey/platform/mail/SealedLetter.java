package dev.latchkey.platform.mail;

import dev.latchkey.platform.crypto.AssociatedData;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A letter as the outbox stores it: one envelope, bound to its topic. The database knows that a mail of this kind waits,
 * not to whom, nor what opens the link in it.
 *
 * @param sealed base64 of the envelope
 */
record SealedLetter(String sealed) {

    /**
     * What is inside.
     *
     * @param id of the letter, wherever it is delivered from
     * @param queuedAt when the act that caused the letter happened
     */
    record Content(
            UUID id,
            String to,
            @Nullable String name,
            @Nullable String language,
            Map<String, String> facts,
            @Nullable String token,
            Instant queuedAt) {

        Letter letter(String topic) {
            return new Letter(topic, to, name, language, facts, token);
        }
    }

    static SealedLetter seal(Letter letter, Instant queuedAt, EnvelopeCipher cipher) {
        Content content = new Content(
                UUID.randomUUID(),
                letter.to(),
                letter.name(),
                letter.language(),
                letter.facts(),
                letter.token(),
                queuedAt);
        byte[] plaintext = Json.write(content).getBytes(StandardCharsets.UTF_8);
        try {
            Envelope envelope = cipher.seal(plaintext, context(letter.kind()));
            return new SealedLetter(Base64.getEncoder().encodeToString(envelope.encode()));
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** @throws dev.latchkey.platform.crypto.DecryptionException if it was sealed for another topic, or changed */
    static Content open(String topic, JsonNode payload, EnvelopeCipher cipher) {
        byte[] stored = Base64.getDecoder().decode(payload.path("sealed").asString(""));
        byte[] plaintext = cipher.openBytes(Envelope.decode(stored), context(topic));
        try {
            return Json.NULLS_SHOWN.readValue(plaintext, Content.class);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    private static AssociatedData context(String topic) {
        return AssociatedData.of("letter").with("topic", topic);
    }
}
