package dev.latchkey.identity.signin;

import dev.latchkey.platform.http.ApiException;
import java.util.function.Predicate;

/** Which ways to sign in are on, asked at each call. */
public final class Features {

    private final Predicate<Feature> on;

    public Features(Predicate<Feature> on) {
        this.on = on;
    }

    public boolean isOn(Feature feature) {
        return on.test(feature);
    }

    /** Throws 404 when it is off (auth-api.md 2). */
    public void require(Feature feature) {
        if (!isOn(feature)) {
            throw ApiException.notFound(feature.title() + " is switched off");
        }
    }
}
