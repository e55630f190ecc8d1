package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The user's credentials at both of their paths: {@code /user/credentials} and {@code /credentials} (auth-api.md 16). */
public final class CredentialRoutes {

    private static final String TAG = "Credentials";

    private final OwnCredentials own;
    private final String basePath;

    public CredentialRoutes(OwnCredentials own, String basePath) {
        this.own = own;
        this.basePath = basePath;
    }

    public List<Route> routes() {
        return List.of("/user/credentials", "/credentials").stream()
                .flatMap(path -> at(basePath + path).stream())
                .toList();
    }

    private List<Route> at(String path) {
        return List.of(
                Route.get(path)
                        .style(Style.AUTH)
                        .guard(Guard.USER)
                        .rate(RateClass.GENERAL)
                        .answer(200, CredentialList.class)
                        .summary(TAG, "Lists the user's ways to sign in, oldest first.")
                        .handle(this::list),
                Route.patch(path + "/{id}")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.GENERAL)
                        .body(Relabel.class)
                        .answer(204, "The label was changed")
                        .answer(404, "The user has no such credential")
                        .summary(TAG, "Labels a credential; no label takes it away.")
                        .handle(this::label),
                Route.delete(path + "/{id}")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.GENERAL)
                        .stepUp(StepUp.RECENT)
                        .answer(204, "The credential does not sign in any more")
                        .answer(400, "It is the last way to sign in")
                        .answer(404, "The user has no such credential")
                        .summary(TAG, "Unlinks a credential, never the last one to sign in with.")
                        .handle(this::remove));
    }

    private Reply list(Call call) {
        return Reply.ok(new CredentialList(own.list(call.user().userId())));
    }

    private Reply label(Call call) {
        String label = call.body(Relabel.class).label();
        Credentials.requireLine(label);
        own.label(call.session(), id(call), label == null || label.isBlank() ? null : label.strip(), call.origin());
        return Reply.noContent();
    }

    private Reply remove(Call call) {
        SessionState session = SessionState.of(call);
        own.remove(session.user(), id(call), call.origin());
        return Reply.noContent();
    }

    private static UUID id(Call call) {
        return call.id("id", CredentialRoutes::unknown);
    }

    static ApiException unknown() {
        return ApiException.notFound("You have no such credential");
    }

    /** Answer of {@code GET /user/credentials}. */
    record CredentialList(List<CredentialView> credentials) {}

    /** Body of {@code PATCH /user/credentials/{id}}. */
    record Relabel(@Length(max = 100) @Nullable String label) {}
}
