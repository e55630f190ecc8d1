package dev.latchkey.identity.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.SignInAnswers;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Registration of passkeys, sign-in and step-up with them (auth-api.md 13). */
public final class PasskeyRoutes {

    private static final String TAG = "Passkeys";

    private final Supplier<Optional<Passkeys>> passkeys;
    private final Features features;
    private final ProjectResolver projects;
    private final SignInAnswers answers;
    private final String basePath;

    public PasskeyRoutes(SharedServices shared) {
        this.passkeys = Passkeys.from(shared);
        this.features = shared.features();
        this.projects = shared.projects();
        this.answers = shared.answers();
        this.basePath = shared.basePath();
    }

    public List<Route> routes() {
        return List.of(
                ofUser("/register/options")
                        .stepUp(StepUp.RECENT)
                        .answer(200, PasskeyCreation.class)
                        .answer(503, "Passkeys are not configured")
                        .summary(TAG, "Begins the registration of a passkey.")
                        .handle(this::beginRegistration),
                ofUser("/register/verify")
                        .body(NewPasskey.class)
                        .answer(200, RegisteredPasskey.class)
                        .answer(400, "The challenge has expired, or the passkey could not be verified")
                        .answer(409, "The passkey is registered already")
                        .answer(503, "Passkeys are not configured")
                        .summary(TAG, "Registers the passkey that the browser made.")
                        .handle(this::completeRegistration),
                ofAnybody("/auth/options")
                        .body(PasskeySearch.class)
                        .answer(200, PasskeyRequest.class)
                        .summary(
                                TAG, "Begins a sign-in, with the passkeys of an address or with any the browser finds.")
                        .handle(this::beginSignIn),
                ofAnybody("/auth/options/discoverable")
                        .answer(200, PasskeyRequest.class)
                        .summary(TAG, "Begins a sign-in with any passkey the browser finds.")
                        .handle(this::beginDiscoverableSignIn),
                ofAnybody("/auth/verify")
                        .body(UsedPasskey.class)
                        .answer(200, AuthResponse.class)
                        .answer(400, "The challenge has expired, or the credential is malformed")
                        .answer(401, "The passkey was not accepted")
                        .summary(TAG, "Signs in with a passkey.")
                        .handle(this::completeSignIn),
                ofUser("/step-up/options")
                        .answer(200, PasskeyRequest.class)
                        .answer(400, "The account has no passkeys")
                        .summary(TAG, "Begins the confirmation of a session with a passkey.")
                        .handle(this::beginStepUp),
                ofUser("/step-up/verify")
                        .body(UsedPasskey.class)
                        .answer(200, Message.class)
                        .answer(400, "The challenge has expired, or the credential is malformed")
                        .answer(401, "The passkey was not accepted")
                        .summary(TAG, "Confirms the session: the user has just proved again who they are.")
                        .handle(this::completeStepUp));
    }

    private Route.Builder ofUser(String path) {
        return Route.post(basePath + "/webauthn" + path)
                .style(Style.AUTH)
                .guard(Guard.SESSION)
                .rate(RateClass.AUTH);
    }

    private Route.Builder ofAnybody(String path) {
        return Route.post(basePath + "/webauthn" + path)
                .style(Style.AUTH)
                .guard(Guard.OPEN)
                .rate(RateClass.AUTH)
                .namesProject();
    }

    private Reply beginRegistration(Call call) {
        SessionState session = SessionState.of(call);
        PasskeyRegistration.Begun begun = configured().registration().begin(session.user(), session.id());
        return Reply.ok(new PasskeyCreation(begun.challengeId(), new ForCreation(begun.options())));
    }

    private Reply completeRegistration(Call call) {
        SessionState session = SessionState.of(call);
        NewPasskey body = call.body(NewPasskey.class);
        Credentials.requireLine(body.label());
        UUID id = configured()
                .registration()
                .complete(
                        session.user(),
                        session.id(),
                        body.challengeId(),
                        body.credential(),
                        body.label(),
                        call.origin());
        return Reply.ok(new RegisteredPasskey(true, id, body.label()));
    }

    private Reply beginSignIn(Call call) {
        String email = call.body(PasskeySearch.class).email();
        PasskeySignIn signIn = forSignIn();
        UUID projectId = projects.projectOf(call);
        return request(email == null ? signIn.begin(projectId) : signIn.begin(projectId, email));
    }

    private Reply beginDiscoverableSignIn(Call call) {
        return request(forSignIn().begin(projects.projectOf(call)));
    }

    private Reply completeSignIn(Call call) {
        PasskeySignIn signIn = forSignIn();
        UsedPasskey body = call.body(UsedPasskey.class);
        return answers.reply(
                signIn.complete(projects.projectOf(call), body.challengeId(), body.credential(), call.origin()), call);
    }

    private Reply beginStepUp(Call call) {
        SessionState session = SessionState.of(call);
        return request(configured().stepUp().begin(session.user(), session.id()));
    }

    private Reply completeStepUp(Call call) {
        SessionState session = SessionState.of(call);
        UsedPasskey body = call.body(UsedPasskey.class);
        configured()
                .stepUp()
                .complete(session.user(), session.id(), body.challengeId(), body.credential(), call.origin());
        return Reply.ok(new Message("Confirmed"));
    }

    private static Reply request(PasskeySignIn.Begun begun) {
        return Reply.ok(new PasskeyRequest(begun.challengeId(), new ForRequest(begun.options())));
    }

    /** Off is 404 here, and goes before not configured. */
    private PasskeySignIn forSignIn() {
        features.require(Feature.WEBAUTHN);
        return configured().signIn();
    }

    private Passkeys configured() {
        Passkeys known = passkeys.get()
                .orElseThrow(() -> new ApiException(503, "SERVICE_UNAVAILABLE", "Passkeys are not configured"));
        features.require(Feature.WEBAUTHN);
        return known;
    }

    /** Body of {@code POST /webauthn/register/verify}. */
    record NewPasskey(
            UUID challengeId,
            AttestationCredential credential,
            @Length(min = 1, max = 100) @Nullable String label) {}

    /** Body of {@code POST /webauthn/auth/options}. */
    record PasskeySearch(@Length(max = 320) @Nullable String email) {}

    /** Body of {@code POST /webauthn/auth/verify} and {@code POST /webauthn/step-up/verify}. */
    record UsedPasskey(UUID challengeId, AssertionCredential credential) {}

    /** Answer of {@code POST /webauthn/register/options}. */
    record PasskeyCreation(UUID challengeId, ForCreation options) {}

    /** What {@code navigator.credentials.create} takes, once its binary values are decoded. */
    record ForCreation(CreationOptions publicKey) {}

    /** Answer of the calls that begin a sign-in. */
    record PasskeyRequest(UUID challengeId, ForRequest options) {}

    /** What {@code navigator.credentials.get} takes, once its binary values are decoded. */
    record ForRequest(RequestOptions publicKey) {}

    /** Answer of {@code POST /webauthn/register/verify}. */
    record RegisteredPasskey(
            boolean success,
            UUID credentialId,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String label) {}
}
