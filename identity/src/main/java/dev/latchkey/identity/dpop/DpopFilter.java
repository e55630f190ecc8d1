package dev.latchkey.identity.dpop;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;

/**
 * Checks the proof of a request that brings one where no session is needed: what begins with the request, or is refreshed by
 * it, is bound to the proof's key, whichever way of signing in it is.
 */
public final class DpopFilter implements Filter {

    private final DpopProofs proofs;

    public DpopFilter(DpopProofs proofs) {
        this.proofs = proofs;
    }

    /** After the rate limit, since signatures cost time and each proof a row. */
    @Override
    public void admitted(Call call, Route route) {
        boolean hasSession = call.caller() instanceof Caller.UserSession;
        if (route.style() == Style.AUTH && !hasSession) {
            call.header(DpopProofs.HEADER).ifPresent(header -> proofs.bind(call, header));
        }
    }
}
