package dev.latchkey.identity.token;

import com.nimbusds.jose.jwk.JWK;
import dev.latchkey.platform.crypto.Envelope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code identity.signing_keys}.
 *
 * @param sealed the private key (PKCS#8); {@code null} where it stands in the configuration
 */
record StoredKey(JWK publicKey, @Nullable Envelope sealed, Instant activeFrom) {}
