package dev.latchkey.custody;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Settings;
import java.util.Optional;

/**
 * How the room is set up.
 *
 * @param walletEncryptionKey opens imported version-1 envelopes, nothing else
 */
public record CustodyOptions(Optional<Secret> walletEncryptionKey) {

    public static CustodyOptions from(Settings settings) {
        return new CustodyOptions(settings.find(CustodySettings.WALLET_ENCRYPTION_KEY));
    }
}
