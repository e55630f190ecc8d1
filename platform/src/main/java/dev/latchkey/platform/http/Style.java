package dev.latchkey.platform.http;

import dev.latchkey.platform.json.BodyReader.UnknownProperties;
import dev.latchkey.platform.json.Json;
import tools.jackson.databind.json.JsonMapper;

/** Whose contract a route follows: the shape of errors and absent values, the strictness of bodies, their limit. */
public enum Style {
    /** Wallet and payment routes: structured errors, nulls shown, unknown properties refused, bodies up to 100 kB. */
    MUX(UnknownProperties.REFUSED, 100_000),
    /** Mux routes under the auth path: as {@link #MUX}, but unknown properties are ignored. */
    MUX_LENIENT(UnknownProperties.IGNORED, 100_000),
    /** Sign-in routes: {@code {code, message, details?}}, nulls left out, unknown properties ignored, up to 1 MiB. */
    AUTH(UnknownProperties.IGNORED, 1 << 20);

    private final UnknownProperties unknownProperties;
    private final int bodyLimit;

    Style(UnknownProperties unknownProperties, int bodyLimit) {
        this.unknownProperties = unknownProperties;
        this.bodyLimit = bodyLimit;
    }

    public JsonMapper mapper() {
        return switch (this) {
            case MUX, MUX_LENIENT -> Json.NULLS_SHOWN;
            case AUTH -> Json.NULLS_OMITTED;
        };
    }

    public UnknownProperties unknownProperties() {
        return unknownProperties;
    }

    /** The largest body accepted, in bytes. */
    public int bodyLimit() {
        return bodyLimit;
    }
}
