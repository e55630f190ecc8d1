package dev.latchkey.identity.authenticate;

import dev.latchkey.platform.json.Described;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Body of {@code POST /auth/authenticate} as sent; {@link SignInClaim} checks it with the contract's own sentences. */
record AuthenticateRequest(
        @Described("Who the user is to the auth provider; a text, required") @Nullable
        JsonNode authId,

        @Described("E-mail address") @Nullable JsonNode email,
        @Described("Name to show") @Nullable JsonNode displayName,

        @Described("CLERK, BETTER_AUTH or any other text; a verified token decides by itself") @Nullable
        JsonNode authProvider,

        @Described("MAINNET or TESTNET, the default") @Nullable
        JsonNode network,

        @Described("The auth provider's token, where it does not come as bearer token") @Nullable
        JsonNode token) {}
