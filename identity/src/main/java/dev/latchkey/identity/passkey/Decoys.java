package dev.latchkey.identity.passkey;

import dev.latchkey.platform.crypto.Hmac;
import dev.latchkey.platform.crypto.MasterKey;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The passkeys that addresses without any are said to have, so that asking for them does not tell which addresses have an
 * account (WebAuthn Level 3 §14.6.2). Always the same for an address, in the shapes that real ones have.
 */
final class Decoys {

    private static final String LABEL = "passkey-decoys";

    private final Hmac key;
    private final @Nullable String attachment;

    /** @param attachment the only kind of authenticator allowed, if only one is */
    Decoys(MasterKey masterKey, @Nullable String attachment) {
        this.key = Hmac.sha256(masterKey.deriveBytes(LABEL, 32));
        this.attachment = attachment;
    }

    List<CredentialDescriptor> of(UUID projectId, String email) {
        byte[] choice = hmac(projectId, email, "choice");
        int passkeys = (choice[0] & 7) == 0 ? 2 : 1;
        return IntStream.range(0, passkeys)
                .mapToObj(number -> decoy(choice[number + 1] & 3, hmac(projectId, email, "id " + number)))
                .toList();
    }

    /** As the passkeys of Apple (20 bytes), of Google (32), of Windows (32, this device only) and of security keys. */
    private CredentialDescriptor decoy(int shape, byte[] id) {
        if ("cross-platform".equals(attachment)) {
            return CredentialDescriptor.of(Base64Url.of(id), shape == 0 ? List.of("nfc", "usb") : List.of("usb"));
        }
        return switch (shape) {
            case 0, 1 -> CredentialDescriptor.of(Base64Url.of(Arrays.copyOf(id, 20)), List.of("hybrid", "internal"));
            case 2 -> CredentialDescriptor.of(Base64Url.of(id), List.of("hybrid", "internal"));
            default -> CredentialDescriptor.of(Base64Url.of(id), List.of("internal"));
        };
    }

    private byte[] hmac(UUID projectId, String email, String purpose) {
        return key.of(purpose + "\n" + projectId + "\n" + email);
    }
}
