package dev.latchkey.identity;

import dev.latchkey.identity.token.TokenNames;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Instant;

/** The names of tokens as administrators have set them. */
final class SystemTokenNames implements TokenNames {

    private final SystemSettings settings;

    SystemTokenNames(SystemSettings settings) {
        this.settings = settings;
    }

    @Override
    public Names current() {
        return new Names(
                settings.get(IdentitySettings.SECURITY_JWT_ISSUER),
                settings.get(IdentitySettings.SECURITY_JWT_AUDIENCE));
    }

    @Override
    public boolean haveBeen(Names names, Instant since) {
        return settings.hasHad(IdentitySettings.SECURITY_JWT_ISSUER, names.issuer(), since)
                && settings.hasHad(IdentitySettings.SECURITY_JWT_AUDIENCE, names.audience(), since);
    }
}
