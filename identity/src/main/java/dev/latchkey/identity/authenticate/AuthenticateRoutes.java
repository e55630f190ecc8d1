package dev.latchkey.identity.authenticate;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.provider.ProviderTokens;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.identity.wallet.WalletProvisioner;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /auth/authenticate} and {@code /auth/validate}; both stay there whatever {@code AUTH_BASE_PATH} is. */
public final class AuthenticateRoutes {

    /** The one route where a bearer token may be an auth provider's. */
    public static final String AUTHENTICATE = "/auth/authenticate";

    private static final String TAG = "Sign-in";
    private static final Logger LOG = LoggerFactory.getLogger(AuthenticateRoutes.class);
    private static final String KEY_FORM = "[\\x21-\\x7e]{1,255}";

    private final Database database;
    private final UserStore users;
    private final Authentication authentication;
    private final IdempotentAuthentication idempotent;
    private final Replays replays = new Replays();
    private final Prover prover;
    private final ProjectResolver projects;

    public AuthenticateRoutes(
            Database database,
            UserStore users,
            Registry registry,
            WalletProvisioner wallets,
            ProviderTokens tokens,
            Settings settings,
            ProjectResolver projects) {
        this.database = database;
        this.users = users;
        this.authentication = new Authentication(users, registry, wallets);
        this.idempotent = new IdempotentAuthentication(database, authentication, replays, users, wallets);
        this.prover = new Prover(tokens, allowsUnverified(settings));
        this.projects = projects;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(AUTHENTICATE)
                        .style(Style.MUX_LENIENT)
                        .guard(Guard.PUBLIC)
                        .scope(Scope.USERS_AUTHENTICATE)
                        .rate(RateClass.AUTHENTICATE)
                        .header("Idempotency-Key", "The same key and request within 60 s give the same answer")
                        .header("X-Latchkey-Project", "The project, where no project key says it")
                        .body(AuthenticateRequest.class)
                        .answer(200, AuthenticatedUser.class)
                        .answer(401, "Nothing proves the identity, or the token is not valid")
                        .answer(403, "The account is not active")
                        .answer(409, "Another provider's authId, somebody else's e-mail, or a reused Idempotency-Key")
                        .answer(503, "The auth provider's keys cannot be reached")
                        .summary(TAG, "Signs a user of an auth provider in; makes the user and its wallet if new.")
                        .handle(this::authenticate),
                Route.get("/auth/validate/{authId}")
                        .style(Style.MUX_LENIENT)
                        .guard(Guard.PROJECT_KEY)
                        .scope(Scope.USERS_READ)
                        .answer(200, AuthIdValidity.class)
                        .summary(TAG, "Whether an authId may sign in: false for known users that are not active.")
                        .handle(this::validate));
    }

    /** Forgets answers that are no longer given again. */
    public void removeExpired(Clock clock) {
        database.read(sql -> replays.removeExpired(sql, clock.instant()));
    }

    private static boolean allowsUnverified(Settings settings) {
        boolean allowed = settings.get(AuthenticateSettings.ALLOW_UNVERIFIED);
        if (allowed) {
            LOG.warn(
                    "{} is on: POST /auth/authenticate believes anybody who sends no token and no project key",
                    AuthenticateSettings.ALLOW_UNVERIFIED.name());
        }
        return allowed;
    }

    private Reply authenticate(Call call) {
        SignInClaim claim = SignInClaim.of(call.body(AuthenticateRequest.class));
        Optional<String> key = idempotencyKey(call);
        UUID projectId = projects.projectOf(call);
        Proof proof = prover.prove(call, projectId, claim);
        try {
            return signIn(call, claim, key, projectId, proof);
        } catch (ApiException refusal) {
            if (refusal.status() == 403) {
                refused(call, projectId, claim);
            }
            throw refusal;
        }
    }

    private Reply signIn(Call call, SignInClaim claim, Optional<String> key, UUID projectId, Proof proof) {
        if (key.isEmpty()) {
            return Reply.ok(database.write(tx -> authentication.signIn(tx, projectId, claim, proof, call.origin())));
        }
        IdempotentAuthentication.Outcome outcome = idempotent.signIn(key.get(), projectId, claim, proof, call.origin());
        return Reply.ok(outcome.answer()).header("Idempotency-Replayed", String.valueOf(outcome.replayed()));
    }

    private Reply validate(Call call) {
        UUID projectId = projects.projectOf(call);
        String authId = call.pathParameter("authId");
        Optional<User> user = authId.indexOf('\0') >= 0
                ? Optional.empty()
                : database.read(sql -> users.byAuthId(sql, projectId, authId));
        return Reply.ok(new AuthIdValidity(user.map(User::isActive).orElse(true)));
    }

    private static Optional<String> idempotencyKey(Call call) {
        Optional<String> key = call.header("idempotency-key");
        if (key.isPresent() && !key.get().matches(KEY_FORM)) {
            throw ApiException.invalid("Idempotency-Key must be 1 to 255 printable ASCII characters");
        }
        return key;
    }

    /** The refused sign-in has rolled back; that it was tried is kept all the same. */
    private void refused(Call call, UUID projectId, SignInClaim claim) {
        database.run(tx -> users.byAuthId(tx.sql(), projectId, claim.authId())
                .ifPresent(
                        user -> tx.audit(AuditEvent.failure("user.login", call.origin(), projectId, "user", user.id())
                                .with("method", "authenticate")
                                .with("reason", "inactive"))));
    }

    /** Answer of {@code GET /auth/validate/{authId}}. */
    record AuthIdValidity(boolean valid) {}
}
