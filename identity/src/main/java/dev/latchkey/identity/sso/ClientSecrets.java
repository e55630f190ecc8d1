package dev.latchkey.identity.sso;

import dev.latchkey.platform.crypto.AssociatedData;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Client secrets of providers: sealed at rest, each bound to its provider. */
final class ClientSecrets {

    private final EnvelopeCipher cipher;

    ClientSecrets(EnvelopeCipher cipher) {
        this.cipher = cipher;
    }

    Envelope seal(UUID providerId, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        try {
            return cipher.seal(bytes, context(providerId));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    String open(SsoProvider provider) {
        byte[] bytes = cipher.openBytes(provider.clientSecret(), context(provider.id()));
        try {
            return new String(bytes, StandardCharsets.UTF_8);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static AssociatedData context(UUID providerId) {
        return AssociatedData.of("sso client secret").with("provider", providerId);
    }
}
