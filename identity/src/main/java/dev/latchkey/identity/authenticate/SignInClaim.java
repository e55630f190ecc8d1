package dev.latchkey.identity.authenticate;

import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.NewUser;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.http.ApiException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a sign-in says about the user, checked in the order and with the sentences of mux-api.md 5.2. */
record SignInClaim(
        String authId,
        @Nullable String email,
        @Nullable String displayName,
        String authProvider,
        WalletNetwork network,
        @Nullable String token) {

    static SignInClaim of(AuthenticateRequest body) {
        String authId = authId(body.authId());
        String email = email(body.email());
        String displayName = text("displayName", body.displayName(), 128);
        String authProvider = text("authProvider", body.authProvider(), 64);
        return new SignInClaim(
                authId,
                email,
                displayName == null ? null : displayName.strip(),
                authProvider == null ? NewUser.UNKNOWN_PROVIDER : authProvider.strip(),
                network(body.network()),
                text("token", body.token(), 8192));
    }

    private static String authId(@Nullable JsonNode node) {
        if (node == null || !node.isString() || node.stringValue().isEmpty()) {
            throw invalid("authId is required and must be a string");
        }
        String text = storable("authId", node.stringValue(), 256);
        if (text.isBlank()) {
            throw invalid("authId cannot be empty");
        }
        return text;
    }

    private static @Nullable String email(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            throw invalid("email must be a string");
        }
        String text = storable("email", node.stringValue(), 320);
        if (text.isBlank()) {
            return null;
        }
        try {
            return EmailAddress.parse(text).value();
        } catch (IllegalArgumentException malformed) {
            throw invalid("email format is invalid");
        }
    }

    private static @Nullable String text(String field, @Nullable JsonNode node, int max) {
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            throw invalid(field + " must be a string");
        }
        String text = storable(field, node.stringValue(), max);
        if (text.isBlank()) {
            throw invalid(field + " cannot be empty");
        }
        return text;
    }

    private static WalletNetwork network(@Nullable JsonNode node) {
        if (node == null) {
            return WalletNetwork.TESTNET;
        }
        Optional<WalletNetwork> network = node.isString()
                ? Arrays.stream(WalletNetwork.values())
                        .filter(known -> known.name().equals(node.stringValue()))
                        .findFirst()
                : Optional.empty();
        return network.orElseThrow(() -> invalid("network must be a valid WalletNetwork"));
    }

    /** PostgreSQL has no NUL and UTF-8 no lone surrogates: two different texts must never be stored as the same one. */
    private static String storable(String field, String text, int max) {
        boolean odd = text.codePoints()
                .anyMatch(
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
        if (odd) {
            throw invalid(field + " contains characters that cannot be stored");
        }
        if (text.codePointCount(0, text.length()) > max) {
            throw invalid(field + " must be at most " + max + " characters");
        }
        return text;
    }

    private static ApiException invalid(String sentence) {
        return ApiException.invalid("Invalid authentication payload: " + sentence);
    }
}
