package dev.latchkey.identity.mfa;

import dev.latchkey.identity.demand.LastFactor;
import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Assurance;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Described;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Second factors and proving again who one is (auth-api.md 9, 10, 14). */
public final class MfaRoutes {

    private static final String TAG = "Two-factor authentication";
    private static final String WRONG = "The code is wrong or was used before, or two-factor authentication is off";
    private static final String LOCKED = "Too many wrong codes: they are not looked at for a while";

    private static final int MAX_ACCOUNT = 80;

    private final Enrolment enrolment;
    private final MfaLogin login;
    private final Reauthentication reauthentication;
    private final CurrentPassword passwords;
    private final SignInAnswers answers;
    private final ProjectResolver projects;
    private final SecondFactorDemand demand;
    private final String issuer;
    private final String basePath;

    public MfaRoutes(SharedServices shared) {
        TotpStore store = new TotpStore();
        MfaLetters letters = new MfaLetters(shared.mail());
        SecondFactors factors =
                new SecondFactors(store, shared.throttle(), shared.credentials(), shared.cipher(), letters);
        this.enrolment = new Enrolment(
                shared.database(),
                store,
                factors,
                shared.credentials(),
                shared.users(),
                new LastFactor(shared.demand()),
                shared.sessions(),
                shared.oneTimeTokens(),
                shared.cipher(),
                letters,
                shared.random(),
                shared.clock());
        this.login = new MfaLogin(
                shared.database(), shared.oneTimeTokens(), shared.users(), factors, shared.signIn(), shared.clock());
        this.passwords = CurrentPassword.of(shared);
        this.reauthentication =
                new Reauthentication(shared.database(), factors, passwords, shared.sessions(), shared.clock());
        this.answers = shared.answers();
        this.projects = shared.projects();
        this.demand = shared.demand();
        this.issuer = shared.settings().get(MfaSettings.TOTP_ISSUER);
        this.basePath = shared.basePath();
    }

    public List<Route> routes() {
        return List.of(
                route(Route.post(basePath + "/mfa/setup"), RateClass.GENERAL)
                        .stepUp(StepUp.RECENT)
                        .answer(200, MfaSetup.class)
                        .answer(400, "Two-factor authentication is enabled already")
                        .summary(TAG, "Makes a secret for an authenticator app, and recovery codes; not in force yet.")
                        .handle(this::setup),
                route(Route.post(basePath + "/mfa/enable"), RateClass.AUTH)
                        .stepUp(StepUp.RECENT)
                        .body(CodeBody.class)
                        .answer(200, Message.class)
                        .answer(400, "Set-up was not started, two-factor authentication is on, or the code is wrong")
                        .answer(429, LOCKED)
                        .summary(TAG, "Puts the second factor in force by the first code of the app.")
                        .handle(this::enable),
                route(Route.post(basePath + "/mfa/disable"), RateClass.AUTH)
                        .stepUp(StepUp.RECENT)
                        .body(DisableMfa.class)
                        .answer(200, Message.class)
                        .answer(400, WRONG + ", or the project demands a second factor and there is no other")
                        .answer(401, "The password is wrong")
                        .answer(429, LOCKED)
                        .summary(TAG, "Takes the second factor away, for the password or a code.")
                        .handle(this::disable),
                route(Route.get(basePath + "/mfa/status"), RateClass.GENERAL)
                        .answer(200, MfaStatus.class)
                        .summary(TAG, "Tells whether there is a second factor, and how many recovery codes are left.")
                        .handle(this::status),
                route(Route.post(basePath + "/mfa/verify"), RateClass.AUTH)
                        .body(CodeBody.class)
                        .answer(200, Message.class)
                        .answer(400, WRONG)
                        .answer(429, LOCKED)
                        .summary(TAG, "Confirms by a code of the app that it is still the user who acts.")
                        .handle(this::verify),
                route(Route.post(basePath + "/mfa/recovery"), RateClass.AUTH)
                        .body(CodeBody.class)
                        .answer(200, Message.class)
                        .answer(400, WRONG)
                        .answer(429, LOCKED)
                        .summary(
                                TAG,
                                "Confirms by a recovery code, which is used up, that it is still the user who acts.")
                        .handle(this::recover),
                route(Route.post(basePath + "/mfa/recovery-codes/regenerate"), RateClass.AUTH)
                        .body(CodeBody.class)
                        .answer(200, RecoveryCodes.class)
                        .answer(400, WRONG)
                        .answer(429, LOCKED)
                        .summary(TAG, "Replaces all recovery codes, for a code of the app.")
                        .handle(this::regenerate),
                route(Route.post(basePath + "/reauthenticate"), RateClass.AUTH)
                        .body(Reauthenticate.class)
                        .answer(200, Message.class)
                        .answer(400, WRONG)
                        .answer(401, "The password is wrong")
                        .answer(403, "Not enough for this user; the details say what is")
                        .answer(429, LOCKED)
                        .summary(TAG, "Confirms by password or second factor that it is still the user who acts.")
                        .handle(this::reauthenticate),
                Route.post(basePath + "/login/mfa")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(MfaLoginBody.class)
                        .answer(200, AuthResponse.class)
                        .answer(400, "The token is unknown, used or expired, or the code is wrong")
                        .answer(429, LOCKED)
                        .summary(TAG, "Completes a sign-in, by whatever method, that asked for the second factor.")
                        .handle(this::login));
    }

    /** Removes set-ups that nobody has confirmed. */
    public void removeExpired() {
        enrolment.removeExpired();
    }

    private Route.Builder route(Route.Builder route, RateClass rate) {
        return route.style(Style.AUTH).guard(Guard.SESSION).rate(rate);
    }

    private Reply setup(Call call) {
        User user = SessionState.of(call).user();
        Enrolment.Setup setup = enrolment.begin(user, call.origin());
        KeyUri uri = new KeyUri(issuer, account(user), setup.secret());
        QrPicture picture = new QrPicture(uri.text());
        return Reply.ok(new MfaSetup(
                setup.secret(), uri.text(), shown(setup.recoveryCodes()), picture.pngDataUrl(), picture.svg()));
    }

    private Reply enable(Call call) {
        enrolment.enable(SessionState.of(call).user(), call.body(CodeBody.class).code(), call.session(), call.origin());
        return Reply.ok(new Message("Two-factor authentication is enabled"));
    }

    private Reply disable(Call call) {
        DisableMfa body = call.body(DisableMfa.class);
        User user = SessionState.of(call).user();
        Optional<Answer> answer = Answer.of(body.code(), body.recoveryCode());
        if (!user.secondFactor()) {
            throw SecondFactors.notEnabled();
        }
        if (answer.isPresent()) {
            enrolment.disable(user, answer.get(), call.origin());
        } else if (body.password() != null) {
            passwords.require(user, body.password(), CurrentPassword.Purpose.CONFIRMATION, call.origin());
            enrolment.disable(user, call.origin());
        } else {
            throw ApiException.invalid("Send password, code or recoveryCode");
        }
        return Reply.ok(new Message("Two-factor authentication is disabled"));
    }

    private Reply status(Call call) {
        SessionState session = SessionState.of(call);
        User user = session.user();
        return Reply.ok(new MfaStatus(
                user.secondFactor(),
                enrolment.recoveryCodesRemaining(user),
                demand.isMadeBy(user.projectId()),
                demand.leavesIncomplete(user.projectId(), session.factors())));
    }

    private Reply verify(Call call) {
        Answer answer = Answer.ofCode(call.body(CodeBody.class).code());
        reauthentication.confirm(SessionState.of(call), answer, call.origin());
        return Reply.ok(new Message("Confirmed"));
    }

    private Reply recover(Call call) {
        Answer answer = Answer.ofRecoveryCode(call.body(CodeBody.class).code());
        reauthentication.confirm(SessionState.of(call), answer, call.origin());
        return Reply.ok(new Message("Confirmed; the recovery code is used up"));
    }

    private Reply regenerate(Call call) {
        List<RecoveryCode> codes = enrolment.regenerate(
                SessionState.of(call).user(), call.body(CodeBody.class).code(), call.session(), call.origin());
        return Reply.ok(new RecoveryCodes(shown(codes)));
    }

    private Reply reauthenticate(Call call) {
        Reauthenticate body = call.body(Reauthenticate.class);
        Assurance assurance = call.attribute(Assurance.class).orElseThrow();
        reauthentication.confirm(
                SessionState.of(call),
                assurance,
                body.password(),
                Answer.of(body.code(), body.recoveryCode()),
                call.origin());
        return Reply.ok(new Message("Confirmed"));
    }

    private Reply login(Call call) {
        MfaLoginBody body = call.body(MfaLoginBody.class);
        Answer answer = Answer.of(body.code(), body.recoveryCode())
                .orElseThrow(() -> ApiException.invalid("Send code or recoveryCode"));
        SignIn.Outcome outcome = login.login(projects.projectOf(call), body.mfaToken(), answer, call.origin());
        return answers.reply(outcome, call);
    }

    /** Users without an address know themselves by their name, or at worst by their id. Cut to what a QR code holds. */
    private static String account(User user) {
        String account = Optional.ofNullable(user.email())
                .or(() -> Optional.ofNullable(user.displayName()))
                .orElseGet(() -> user.id().toString());
        int length = Math.min(MAX_ACCOUNT, account.codePointCount(0, account.length()));
        return account.substring(0, account.offsetByCodePoints(0, length));
    }

    private static List<String> shown(List<RecoveryCode> codes) {
        return codes.stream().map(RecoveryCode::shown).toList();
    }

    /** Answer of {@code POST /mfa/setup}. */
    record MfaSetup(
            @Described("In base 32, for typing") String secret,
            @Described("What the QR code says") String otpauthUri,
            @Described("Shown once; each is good once") List<String> recoveryCodes,
            @Described("The QR code as data:image/png URL") String qrCode,
            @Described("The QR code as SVG element") String qrSvg) {

        @Override
        public String toString() {
            return "MfaSetup";
        }
    }

    /** A code, or where a recovery code is asked for, that. */
    record CodeBody(String code) {}

    /** Body of {@code POST /mfa/disable}: one of the three. */
    record DisableMfa(
            @Nullable String password,
            @Nullable String code,
            @Nullable String recoveryCode) {}

    /** Answer of {@code GET /mfa/status}. */
    record MfaStatus(
            boolean enabled,
            int recoveryCodesRemaining,

            @Described("Whether the project demands a second factor")
            boolean demanded,

            @Described("Whether this session can only be completed, for want of one")
            boolean secondFactorRequired) {}

    /** Answer of {@code POST /mfa/recovery-codes/regenerate}. */
    record RecoveryCodes(List<String> recoveryCodes) {}

    /** Body of {@code POST /reauthenticate}. */
    record Reauthenticate(
            @Nullable String password,
            @Nullable String code,
            @Nullable String recoveryCode) {}

    /** Body of {@code POST /login/mfa}; either kind of code may be sent as {@code code}. */
    record MfaLoginBody(
            String mfaToken,
            @Nullable String code,
            @Nullable String recoveryCode) {}
}
