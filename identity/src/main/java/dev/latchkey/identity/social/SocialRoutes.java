package dev.latchkey.identity.social;

import dev.latchkey.identity.credential.LinkedCredential;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.provider.IssuedTokens;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sign-in with Google and Apple, and linking them to an account (auth-api.md 11). */
public final class SocialRoutes {

    private static final String SIGN_IN = "Sign-in";
    private static final String CREDENTIALS = "Credentials";
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);

    private final SocialProvider google;
    private final SocialProvider apple;
    private final SocialSignIn signIn;
    private final SignInAnswers answers;
    private final Features features;
    private final ProjectResolver projects;
    private final String basePath;

    public SocialRoutes(SharedServices shared) {
        Settings settings = shared.settings();
        GuardedFetcher fetcher = new GuardedFetcher(FETCH_TIMEOUT, settings.profile() != Profile.SERVE);
        this.basePath = shared.basePath();
        this.google = SocialProvider.google(settings, shared.systemSettings());
        this.apple = SocialProvider.apple(settings, shared.systemSettings());
        this.signIn = new SocialSignIn(
                shared.database(),
                new SocialTokens(new IssuedTokens(fetcher, shared.clock())),
                shared.providerSignIn(),
                shared.linking(),
                settings.get(SocialSettings.LINK_VERIFIED_EMAIL),
                basePath);
        this.answers = shared.answers();
        this.features = shared.features();
        this.projects = shared.projects();
    }

    public List<Route> routes() {
        return List.of(
                signInRoute(google)
                        .body(GoogleRequest.class)
                        .summary(SIGN_IN, "Signs in with a Google ID token; makes an account for a new user.")
                        .handle(call -> signIn(
                                call, google, call.body(GoogleRequest.class).presented())),
                signInRoute(apple)
                        .body(AppleRequest.class)
                        .summary(SIGN_IN, "Signs in with an Apple ID token; makes an account for a new user.")
                        .handle(call -> signIn(
                                call, apple, call.body(AppleRequest.class).presented())),
                linkRoute(google)
                        .body(GoogleRequest.class)
                        .summary(CREDENTIALS, "Lets the signed-in user sign in with a Google account from now on.")
                        .handle(call -> link(
                                call, google, call.body(GoogleRequest.class).presented())),
                linkRoute(apple)
                        .body(AppleRequest.class)
                        .summary(CREDENTIALS, "Lets the signed-in user sign in with an Apple account from now on.")
                        .handle(call ->
                                link(call, apple, call.body(AppleRequest.class).presented())));
    }

    /** Removes tokens that nobody accepts any more. */
    public void removeExpired(Clock clock) {
        signIn.removeExpired(clock);
    }

    private Route.Builder signInRoute(SocialProvider provider) {
        return Route.post(basePath + "/" + provider.method())
                .style(Style.AUTH)
                .guard(Guard.OPEN)
                .rate(RateClass.AUTH)
                .namesProject()
                .answer(200, AuthResponse.class)
                .answer(400, "The provider has not verified the address")
                .answer(401, "The token is not valid, has expired or was used before")
                .answer(404, "Sign-in with " + provider.name() + " is off")
                .answer(409, "The address belongs to an account that is not linked to the provider")
                .answer(503, "The provider's keys cannot be reached");
    }

    private Route.Builder linkRoute(SocialProvider provider) {
        return Route.post(basePath + "/user/credentials/" + provider.method())
                .style(Style.AUTH)
                .guard(Guard.SESSION)
                .stepUp(StepUp.RECENT)
                .rate(RateClass.AUTH)
                .answer(201, LinkedCredential.class)
                .answer(401, "The token is not valid, has expired or was used before")
                .answer(404, "Sign-in with " + provider.name() + " is off")
                .answer(409, "The provider's account is linked to another user");
    }

    private Reply signIn(Call call, SocialProvider provider, SocialSignIn.Presented presented) {
        features.require(provider.feature());
        UUID projectId = projects.projectOf(call);
        return answers.reply(signIn.signIn(projectId, provider, presented, call.origin()), call);
    }

    private Reply link(Call call, SocialProvider provider, SocialSignIn.Presented presented) {
        features.require(provider.feature());
        User user = SessionState.of(call).user();
        return Reply.created(LinkedCredential.of(signIn.link(user, provider, presented, call.origin())));
    }

    /** Body of {@code POST /google}. */
    record GoogleRequest(
            @Length(min = 1, max = 8192) String idToken,
            @Length(min = 1, max = 512) @Nullable String nonce) {

        SocialSignIn.Presented presented() {
            return new SocialSignIn.Presented(idToken, nonce, null);
        }
    }

    /** Body of {@code POST /apple}. */
    record AppleRequest(
            @Length(min = 1, max = 8192) String idToken,
            @Length(max = 100) @Nullable String name,
            @Length(min = 1, max = 512) @Nullable String nonce) {

        SocialSignIn.Presented presented() {
            return new SocialSignIn.Presented(idToken, nonce, name);
        }
    }
}
