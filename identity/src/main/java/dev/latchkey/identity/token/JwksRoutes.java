package dev.latchkey.identity.token;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.Map;

/** {@code GET /.well-known/jwks.json}: the public keys of access tokens (RFC 7517). */
public final class JwksRoutes {

    private final SigningKeys keys;

    public JwksRoutes(SigningKeys keys) {
        this.keys = keys;
    }

    public List<Route> routes() {
        return List.of(Route.get("/.well-known/jwks.json")
                .style(Style.MUX)
                .guard(Guard.OPEN)
                .rate(RateClass.NONE)
                .answer(200, KeySet.class)
                .summary("Tokens", "Shows the public keys of access tokens.")
                .handle(this::show));
    }

    private Reply show(Call call) {
        List<Map<String, Object>> shown = keys.published().stream()
                .map(key -> key.toPublicJWK().toJSONObject())
                .toList();
        return Reply.ok(new KeySet(shown)).header("Cache-Control", "public, max-age=300");
    }

    /** A JWK Set (RFC 7517 §5). */
    record KeySet(List<Map<String, Object>> keys) {}
}
