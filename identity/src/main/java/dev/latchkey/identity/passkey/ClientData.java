package dev.latchkey.identity.passkey;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What the browser vouches for in {@code clientDataJSON} (WebAuthn Level 3 §5.8.1). The library checks it as well, but
 * compares origins by their parts and reads a member that stands twice; here every text must be exactly the expected one.
 */
final class ClientData {

    static final String CREATE = "webauthn.create";
    static final String GET = "webauthn.get";

    private final JsonNode json;

    private ClientData(JsonNode json) {
        this.json = json;
    }

    static ClientData parse(Base64Url bytes) {
        try {
            JsonNode json = Json.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.bytes()))
                    .toString());
            if (!json.isObject()) {
                throw new MalformedCredential("clientDataJSON is no object");
            }
            return new ClientData(json);
        } catch (CharacterCodingException | JacksonException malformed) {
            throw new MalformedCredential("clientDataJSON is no JSON");
        }
    }

    /** Steps 7 to 11 of §7.1 and 10 to 14 of §7.2. Frames of other origins are refused, whoever frames. */
    void require(String type, Base64Url challenge, RelyingParty party) throws CeremonyRefused {
        if (!text("type").equals(type)) {
            throw new CeremonyRefused("type");
        }
        if (!Tokens.same(text("challenge"), challenge.toString())) {
            throw new CeremonyRefused("challenge");
        }
        if (!party.origins().contains(text("origin"))) {
            throw new CeremonyRefused("origin");
        }
        JsonNode crossOrigin = json.path("crossOrigin");
        if (!crossOrigin.isMissingNode() && !(crossOrigin.isBoolean() && !crossOrigin.booleanValue())) {
            throw new CeremonyRefused("crossOrigin");
        }
        if (json.has("topOrigin")) {
            throw new CeremonyRefused("topOrigin");
        }
    }

    private String text(String member) {
        JsonNode value = json.path(member);
        if (!value.isString()) {
            throw new MalformedCredential("clientDataJSON has no " + member);
        }
        return value.stringValue();
    }
}
