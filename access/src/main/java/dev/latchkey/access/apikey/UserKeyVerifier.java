package dev.latchkey.access.apikey;

import dev.latchkey.identity.user.KeyHolders;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.CredentialVerifier;
import java.time.Clock;

/**
 * Checks keys of users (auth-api.md 4.2). The key is remembered, its user's row is read each time: one statement, and
 * whatever ends the key or its user holds at once on every server.
 */
public final class UserKeyVerifier implements CredentialVerifier {

    private final HeldKeys keys;
    private final KeyHolders holders;
    private final KeyUses uses;
    private final Clock clock;

    public UserKeyVerifier(HeldKeys keys, KeyHolders holders, KeyUses uses, Clock clock) {
        this.keys = keys;
        this.holders = holders;
        this.uses = uses;
        this.clock = clock;
    }

    @Override
    public boolean recognises(String token) {
        return token.startsWith(UserKeyText.SCHEME);
    }

    @Override
    public Caller verify(String token, Call call) {
        HeldKey key = UserKeyText.parse(token)
                .flatMap(text -> keys.find(text, call::looksUpCredential))
                .filter(held -> !held.isExpired(clock.instant()))
                .orElseThrow(() -> new ApiException(401, "INVALID_TOKEN", "The API key is not valid"));
        holders.admit(call, key.projectId(), key.userId());
        uses.used(key.id());
        return new Caller.UserKey(key.id(), key.userId(), key.projectId(), key.scopes());
    }
}
