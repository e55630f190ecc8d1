package dev.latchkey.custody.key;

import dev.latchkey.platform.crypto.DecryptionException.Reason;
import dev.latchkey.platform.http.ApiException;

/** What a client reads when a key does not open (mux-api.md 7.5): the reason, never the key or the cipher's words. */
public final class KeyDecryptionFailures {

    private KeyDecryptionFailures() {}

    public static ApiException answer(Reason reason) {
        String message =
                switch (reason) {
                    case DECRYPTION_FAILED -> "The key material could not be decrypted";
                    case INVALID_KEY -> "The key material is sealed under a key that is not configured here";
                    case INVALID_DATA -> "The key material is damaged";
                };
        return ApiException.unprocessable(reason.name(), message)
                .named("Key Decryption Failed")
                .with("reason", reason.name());
    }
}
