package dev.latchkey.platform.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.platform.crypto.Hmac;
import dev.latchkey.platform.crypto.MasterKey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the log is chained. There is a chain for each project and one for the installation; the hash of an event covers
 * every column of it, its place in the chain, and the hash before it. All hashes are HMAC-SHA-256, in hex here, under a key derived
 * from the master key (HKDF label {@code audit-chain}), so that nobody can write a chain with access to the database
 * alone.
 *
 * <p>What is hashed is a sequence of fields, each the byte 0 for null, or the byte 1, the length of the UTF-8 text in
 * four bytes (big endian), and the text:
 *
 * <ul>
 *   <li>an event: {@code latchkey/audit-event/v1}, chain, position (from 1), hash of the position before in hex (64 zeros
 *       at position 1), then the columns: sequence, transaction_id, id, occurred_at (microseconds since 1970), type,
 *       project_id, organization_id, actor_kind, actor_id, session_id, request_id, ip, user_agent, target_kind,
 *       target_id, outcome, metadata (the text of PostgreSQL's jsonb)
 *   <li>a head: {@code latchkey/audit-head/v1}, chain, position, hash in hex
 *   <li>an anchor: {@code latchkey/audit-anchor/v1}, chain, position, hash in hex
 *   <li>the state of the sealer: {@code latchkey/audit-state/v1}, complete_to, number of chains, number of sealed events
 * </ul>
 */
public final class AuditChain {

    /** The chain of events that belong to no project. */
    public static final UUID INSTALLATION = new UUID(0, 0);

    /** What stands before the first event of a chain. */
    static final String BEGINNING = "0".repeat(64);

    private final Hmac hmac;

    public AuditChain(MasterKey masterKey) {
        this(masterKey.deriveBytes("audit-chain", 32));
    }

    AuditChain(byte[] key) {
        this.hmac = Hmac.sha256(key);
    }

    /** The hash of an event at its place. */
    String hash(UUID chain, long position, String previous, AuditRow event) {
        return code(new Fields("latchkey/audit-event/v1")
                .add(chain)
                .add(position)
                .add(previous)
                .add(event.sequence())
                .add(event.transactionId())
                .add(event.id())
                .add(microseconds(event.occurredAt()))
                .add(event.type())
                .add(event.projectId())
                .add(event.organizationId())
                .add(event.actorKind())
                .add(event.actorId())
                .add(event.sessionId())
                .add(event.requestId())
                .add(event.ip())
                .add(event.userAgent())
                .add(event.targetKind())
                .add(event.targetId())
                .add(event.outcome())
                .add(event.metadata()));
    }

    /** Proves that the server itself said where the chain ends. */
    String head(UUID chain, long position, String hash) {
        return link("latchkey/audit-head/v1", chain, position, hash);
    }

    /** Proves that the server itself dropped the event at this place. */
    String anchor(UUID chain, long position, String hash) {
        return link("latchkey/audit-anchor/v1", chain, position, hash);
    }

    /** Proves that the server itself counted chains and sealed events. */
    String state(long completeTo, long chains, long sealed) {
        return code(new Fields("latchkey/audit-state/v1")
                .add(completeTo)
                .add(chains)
                .add(sealed));
    }

    /** A hash as the database keeps it. */
    static byte[] bytes(String hash) {
        return HexFormat.of().parseHex(hash);
    }

    /** A hash from the database; of something that is none, a text that no hash is equal to. */
    static String text(byte @Nullable [] stored) {
        return stored == null ? "none" : HexFormat.of().formatHex(stored);
    }

    private String code(Fields fields) {
        return HexFormat.of().formatHex(hmac.of(fields.bytes()));
    }

    private String link(String purpose, UUID chain, long position, String hash) {
        return code(new Fields(purpose).add(chain).add(position).add(hash));
    }

    private static long microseconds(Instant moment) {
        return Math.addExact(Math.multiplyExact(moment.getEpochSecond(), 1_000_000L), moment.getNano() / 1_000);
    }

    private static final class Fields {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

        Fields(String purpose) {
            add(purpose);
        }

        Fields add(@Nullable Object value) {
            if (value == null) {
                bytes.write(0);
                return this;
            }
            byte[] text = value.toString().getBytes(UTF_8);
            bytes.write(1);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(text.length).array());
            bytes.writeBytes(text);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
