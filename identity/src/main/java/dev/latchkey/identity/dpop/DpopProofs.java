package dev.latchkey.identity.dpop;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.ProvenKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;

/**
 * Proofs as requests bring them, and the memory of those that were used: a proof counts once, on whichever server of the
 * installation (RFC 9449 §11.1).
 */
public final class DpopProofs {

    /** The request header. */
    public static final String HEADER = "dpop";

    private static final String USE = """
            insert into identity.dpop_proofs (id, expires_at) values (?, ?) on conflict do nothing returning true
            """;

    private final Database database;
    private final DpopProofReader reader;

    public DpopProofs(Database database, RequestAddress address, Clock clock) {
        this.database = database;
        this.reader = new DpopProofReader(address, clock);
    }

    /**
     * The proof that came with the access token, by the key that the token is bound to; not yet used up. Throws 401.
     *
     * @param keyThumbprint of the token's key
     */
    public DpopProof of(Call call, String accessToken, String keyThumbprint) {
        String header = call.header(HEADER).orElseThrow(() -> refused("a proof of the token's key is missing"));
        DpopProof proof = call.attribute(DpopProof.class).orElseGet(() -> read(header, call));
        if (!proof.keyThumbprint().equals(keyThumbprint)) {
            throw refused("the token is bound to another key");
        }
        if (proof.tokenHash() == null || !Tokens.same(proof.tokenHash(), hash(accessToken))) {
            throw refused("ath must be the hash of the access token");
        }
        return proof;
    }

    /** 401 for a token of a bound session. */
    public static ApiException refused(String reason) {
        return new ApiException(401, "INVALID_TOKEN", "The DPoP proof is not valid: " + reason)
                .header("WWW-Authenticate", challenge("invalid_token"));
    }

    /** 401 for a proof that was used before. */
    public static ApiException used() {
        return refused("it was used before");
    }

    /** Uses up the proof of a request that begins or refreshes a session, and leaves its key in the call. Throws 400. */
    void bind(Call call, String header) {
        DpopProof proof;
        try {
            proof = reader.read(header, call);
        } catch (InvalidProof invalid) {
            throw invalidProof(invalid.reason());
        }
        if (use(proof).isEmpty()) {
            throw invalidProof("it was used before");
        }
        leave(call, proof);
    }

    /** Leaves a proof that is used up in the call. */
    public static void leave(Call call, DpopProof proof) {
        call.attribute(DpopProof.class, proof);
        call.attribute(ProvenKey.class, new ProvenKey(proof.keyThumbprint()));
    }

    /** Removes what is too old to be taken again. */
    public void removeExpired(Instant now) {
        database.read(sql -> sql.createUpdate("delete from identity.dpop_proofs where expires_at < :now")
                .bind("now", now)
                .execute());
    }

    private DpopProof read(String header, Call call) {
        try {
            return reader.read(header, call);
        } catch (InvalidProof invalid) {
            throw refused(invalid.reason());
        }
    }

    private Optional<Boolean> use(DpopProof proof) {
        return database.lookUp(
                USE, row -> row.getBoolean(1), proof.id(), proof.expiresAt().atOffset(ZoneOffset.UTC));
    }

    private static ApiException invalidProof(String reason) {
        return new ApiException(400, "INVALID_DPOP_PROOF", "The DPoP proof is not valid: " + reason)
                .header("WWW-Authenticate", challenge("invalid_dpop_proof"));
    }

    private static String challenge(String error) {
        return "DPoP error=\"" + error + "\", algs=\"" + ProofKey.ALGORITHMS + "\"";
    }

    /** {@code ath} (RFC 9449 §4.2). */
    static String hash(String accessToken) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(accessToken.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
