package dev.latchkey.access.apikey;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.HttpMethod;
import dev.latchkey.platform.http.Route;

/** The one place that holds API keys to their scopes, whatever the route (RFC 6750 §3.1). */
public final class ScopeFilter implements Filter {

    private final String basePath;

    public ScopeFilter(String basePath) {
        this.basePath = basePath;
    }

    @Override
    public void admitted(Call call, Route route) {
        if (!(call.caller() instanceof Caller.UserKey key)) {
            return;
        }
        String needed = Area.scope(route, basePath);
        if (!Scopes.include(key.scopes(), needed, route.method() == HttpMethod.GET)) {
            throw ApiException.lacksScope(needed);
        }
    }
}
