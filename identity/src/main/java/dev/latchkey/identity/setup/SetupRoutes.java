package dev.latchkey.identity.setup;

import dev.latchkey.identity.user.User;
import dev.latchkey.platform.Version;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The first start of an installation, at the root (auth-api.md 18). */
public final class SetupRoutes {

    private static final String TAG = "Set-up";

    private final Setup setup;

    public SetupRoutes(Setup setup) {
        this.setup = setup;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/setup/status")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.GENERAL)
                        .answer(200, SetupStatus.class)
                        .summary(TAG, "Tells whether the installation has an administrator.")
                        .handle(this::status),
                Route.post("/setup/admin")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .body(FirstAdministrator.class)
                        .answer(201, SetupAnswer.class)
                        .answer(400, "The address or the password breaks a rule")
                        .answer(401, "The setup token is wrong")
                        .answer(403, "There is an administrator already")
                        .summary(TAG, "Makes the first administrator, for whoever can read the server's log.")
                        .handle(this::create));
    }

    private Reply status(Call call) {
        boolean hasAdmin = setup.hasAdministrator();
        return Reply.ok(new SetupStatus(!hasAdmin, hasAdmin, Version.current()));
    }

    private Reply create(Call call) {
        FirstAdministrator body = call.body(FirstAdministrator.class);
        String token = call.header("x-setup-token").orElse(body.setupToken() == null ? "" : body.setupToken());
        User admin = setup.create(token, wanted(body), call.origin());
        return Reply.created(new SetupAnswer(true, admin.id(), "The administrator can sign in now"));
    }

    private static Setup.Wanted wanted(FirstAdministrator body) {
        String organization = body.orgName() == null ? "" : body.orgName().strip();
        return new Setup.Wanted(
                body.email(), body.password(), body.name(), organization.isEmpty() ? "My Organization" : organization);
    }

    /** Answer of {@code GET /setup/status}. */
    record SetupStatus(boolean needsSetup, boolean hasAdmin, String serverVersion) {}

    /**
     * Body of {@code POST /setup/admin}.
     *
     * @param orgName of the organization that new users join
     * @param setupToken printed by the server when it starts; may be sent as {@code X-Setup-Token} instead
     */
    record FirstAdministrator(
            String email,
            String password,
            @Length(max = 100) @Nullable String name,
            @Length(max = 255) @Nullable String orgName,
            @Length(max = 128) @Nullable String setupToken) {}

    /** Answer of {@code POST /setup/admin}. */
    record SetupAnswer(boolean success, UUID userId, String message) {}
}
