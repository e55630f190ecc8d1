package dev.latchkey.identity.sso;

import dev.latchkey.identity.credential.LinkedCredential;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.provider.IssuedTokens;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sign-in through an OpenID Connect issuer: start, callback, linking, and the issuers' administration. */
public final class SsoRoutes {

    private static final String TAG = "Single sign-on";
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(5);

    private final SsoStart start;
    private final SsoFinish finish;
    private final SsoAdminRoutes admin;
    private final SsoStateStore states = new SsoStateStore();
    private final BrowserBinding binding;
    private final AllowedRedirects redirects;
    private final SessionCookies cookies;
    private final SignInAnswers answers;
    private final Features features;
    private final ProjectResolver projects;
    private final Database database;
    private final String basePath;

    public SsoRoutes(SharedServices shared) {
        Settings settings = shared.settings();
        boolean anyAddress = settings.profile() != Profile.SERVE;
        GuardedFetcher fetcher = new GuardedFetcher(FETCH_TIMEOUT, anyAddress);
        SsoProviderStore store = new SsoProviderStore();
        ClientSecrets secrets = new ClientSecrets(shared.cipher());
        Issuers issuers = new Issuers(fetcher, shared.clock());
        Optional<URI> callback = SsoSettings.callbackUrl(settings);
        this.database = shared.database();
        this.basePath = shared.basePath();
        this.projects = shared.projects();
        this.cookies = shared.cookies();
        this.start = new SsoStart(database, store, states, issuers, new Tokens(shared.random()), callback);
        this.finish = new SsoFinish(
                database,
                store,
                states,
                new SsoProof(
                        issuers,
                        new CodeExchange(fetcher, secrets),
                        new SsoIdTokens(
                                new IssuedTokens(new GuardedFetcher(KEYS_TIMEOUT, anyAddress), shared.clock()))),
                shared.providerSignIn(),
                shared.linking(),
                shared.users(),
                callback,
                basePath);
        this.admin = new SsoAdminRoutes(
                new SsoProviders(database, store, secrets, issuers, fetcher), projects, basePath, callback.isPresent());
        this.binding = new BrowserBinding(cookies);
        this.redirects = new AllowedRedirects(
                () -> shared.systemSettings().configuration().get(HttpSettings.CORS_ORIGINS));
        this.answers = shared.answers();
        this.features = shared.features();
    }

    public List<Route> routes() {
        List<Route> all = new ArrayList<>(List.of(
                Route.post(basePath + "/sso/start")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(StartRequest.class)
                        .answer(200, StartAnswer.class)
                        .answer(403, "redirectUri is not of an origin that may call this server")
                        .answer(404, "There is no enabled provider")
                        .answer(503, "The issuer cannot be reached")
                        .summary(TAG, "Begins a sign-in: send the browser to authUrl.")
                        .handle(this::start),
                callbackRoute(Route.get(basePath + "/sso/callback")
                                .style(Style.AUTH)
                                .guard(Guard.OPEN)
                                .rate(RateClass.GENERAL)
                                .query("state", UUID.class, "As sent to the issuer")
                                .query("code", String.class, "The issuer's code")
                                .query("iss", String.class, "The issuer, where it names itself")
                                .query("error", String.class, "The issuer's refusal")
                                .answer(200, AuthResponse.class)
                                .answer(307, "To redirectUri, with cookies"))
                        .summary(TAG, "Where the issuer sends the browser back to.")
                        .handle(this::callback),
                callbackRoute(Route.post(basePath + "/sso/callback")
                                .style(Style.AUTH)
                                .guard(Guard.OPEN)
                                .rate(RateClass.AUTH)
                                .body(CallbackRequest.class)
                                .answer(200, AuthResponse.class))
                        .summary(TAG, "The same for applications that receive the issuer's answer themselves.")
                        .handle(this::callbackBody),
                Route.post(basePath + "/user/credentials/sso")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .stepUp(StepUp.RECENT)
                        .rate(RateClass.AUTH)
                        .body(StartRequest.class)
                        .answer(200, StartAnswer.class)
                        .answer(404, "There is no enabled provider")
                        .summary(TAG, "Begins to link an issuer's account to the signed-in user.")
                        .handle(this::startLink)));
        all.addAll(admin.routes());
        return List.copyOf(all);
    }

    private static Route.Builder callbackRoute(Route.Builder route) {
        return route.answer(400, "The sign-in is unknown or of another browser, or the issuer's answer is not valid")
                .answer(401, "The issuer does not accept the code")
                .answer(403, "The address's domain is not the provider's, or new users get no account")
                .answer(409, "The address belongs to an account that is not linked to the issuer");
    }

    /** Removes requests that nobody has finished. */
    public void removeExpired(Clock clock) {
        database.read(sql -> states.removeExpired(sql, clock.instant()));
    }

    private Reply start(Call call) {
        return begun(call, null);
    }

    private Reply startLink(Call call) {
        return begun(call, SessionState.of(call).user());
    }

    private Reply begun(Call call, @Nullable User user) {
        features.require(Feature.SSO);
        StartRequest body = call.body(StartRequest.class);
        UUID projectId = projects.projectOf(call);
        if (body.redirectUri() != null) {
            redirects.require(body.redirectUri());
            if (!cookies.enabled()) {
                throw ApiException.invalid("Without cookies there is no redirect: tokens are never put into addresses");
            }
        }
        SsoStart.Started started = start.start(new SsoStart.Wanted(
                projectId,
                body.orgId(),
                body.providerId(),
                user == null ? null : user.id(),
                body.redirectUri(),
                body.loginHint()));
        String shown = cookies.enabled() ? null : started.secret();
        Reply reply = Reply.ok(new StartAnswer(started.authUrl(), started.stateId(), shown));
        return binding.bind(reply, started.stateId(), started.secret(), SsoStart.LIFETIME);
    }

    private Reply callback(Call call) {
        UUID stateId = stateId(call.query().text("state"));
        return finished(
                call,
                stateId,
                binding.secretOf(call, stateId),
                new SsoProof.Answer(
                        call.query().text("code").orElse(null),
                        call.query().text("iss").orElse(null),
                        call.query().text("error").orElse(null)));
    }

    private Reply callbackBody(Call call) {
        CallbackRequest body = call.body(CallbackRequest.class);
        UUID stateId = stateId(Optional.of(body.state()));
        return finished(
                call,
                stateId,
                Optional.ofNullable(body.stateSecret()).or(() -> binding.secretOf(call, stateId)),
                new SsoProof.Answer(body.code(), body.iss(), body.error()));
    }

    private static UUID stateId(Optional<String> text) {
        return text.flatMap(Call::parseUuid).orElseThrow(SsoFinish::unknownState);
    }

    private Reply finished(Call call, UUID stateId, Optional<String> secret, SsoProof.Answer answer) {
        features.require(Feature.SSO);
        String project = call.header("x-latchkey-project").orElse(null);
        SsoFinish.Finished finished =
                finish.finish(stateId, secret.orElseThrow(SsoFinish::unknownState), project, answer, call.origin());
        Reply reply =
                switch (finished) {
                    case SsoFinish.Finished.Linked linked -> linked(linked);
                    case SsoFinish.Finished.SignedIn signedIn -> signedIn(signedIn, call);
                };
        return reply.header("Set-Cookie", binding.release(stateId));
    }

    private static Reply linked(SsoFinish.Finished.Linked linked) {
        return linked.redirectUri() == null
                ? Reply.ok(LinkedCredential.of(linked.credential()))
                : redirect(Reply.noContent(), linked.redirectUri());
    }

    /** The one token that has to travel in an address is good for nothing without the second factor; it is a fragment. */
    private Reply signedIn(SsoFinish.Finished.SignedIn signedIn, Call call) {
        Reply reply = answers.reply(signedIn.outcome(), call);
        if (signedIn.redirectUri() == null) {
            return reply;
        }
        return switch (signedIn.outcome()) {
            case SignIn.Outcome.SignedIn done -> redirect(reply, signedIn.redirectUri());
            case SignIn.Outcome.SecondFactorRequired(User user, String token) ->
                redirect(
                        reply, signedIn.redirectUri() + "#mfaRequired=true&mfaToken=" + token + "&userId=" + user.id());
        };
    }

    /** The same cookies, no body. */
    private static Reply redirect(Reply reply, String location) {
        return new Reply(307, null, reply.contentType(), reply.headers()).header("Location", location);
    }

    /** Body of {@code POST /sso/start} and {@code POST /user/credentials/sso}. */
    record StartRequest(
            @Described("The organization whose issuer signs in") @Nullable
            UUID orgId,

            @Described("The issuer itself, instead of an organization") @Nullable
            UUID providerId,

            @Length(min = 1, max = 2048)
            @Described("Where the browser goes in the end; of one of CORS_ORIGINS")
            @Nullable
            String redirectUri,

            @Length(min = 1, max = 320) @Described("Who is about to sign in, for the issuer's form") @Nullable
            String loginHint) {}

    /**
     * Answer of {@code POST /sso/start}.
     *
     * @param stateSecret to be sent with the callback by applications without cookies
     */
    record StartAnswer(
            String authUrl, UUID stateId, @Nullable String stateSecret) {

        @Override
        public String toString() {
            return "StartAnswer[" + stateId + "]";
        }
    }

    /** Body of {@code POST /sso/callback}: what the issuer put into the address, and the secret of the start. */
    record CallbackRequest(
            @Length(min = 1, max = 64) String state,
            @Length(max = 4096) @Nullable String code,
            @Length(max = 512) @Nullable String iss,
            @Length(max = 512) @Nullable String error,
            @Length(max = 128) @Nullable String stateSecret) {

        @Override
        public String toString() {
            return "CallbackRequest[" + state + "]";
        }
    }
}
