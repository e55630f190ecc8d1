package dev.latchkey.identity.password;

import dev.latchkey.identity.mailbox.MailServices;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.NewAccount;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Registration and sign-in with e-mail and password (auth-api.md 10). */
public final class PasswordRoutes {

    private static final String TAG = "Sign-in";

    /** As long as the link in the mail works. */
    private static final Duration MARK_LIFETIME = Duration.ofDays(1);

    private final Registration registration;
    private final Login login;
    private final KnownDevices devices;
    private final RegistrationMark marks;
    private final SessionCookies cookies;
    private final SignInAnswers answers;
    private final ProjectResolver projects;
    private final Features features;
    private final BooleanSupplier requireVerification;
    private final String basePath;

    public PasswordRoutes(SharedServices shared, MailServices mail, PasswordPolicy policy) {
        SystemSettings settings = shared.systemSettings();
        this.requireVerification = () -> settings.get(PasswordSettings.AUTH_EMAIL_REQUIRE_VERIFICATION);
        this.login = new Login(
                shared.database(),
                new LoginStore(),
                new LoginLimits(shared.throttle()),
                shared.signIn(),
                shared.hasher(),
                requireVerification,
                shared.clock());
        this.devices = new KnownDevices(shared.masterKey(), shared.random());
        this.marks = new RegistrationMark(shared.masterKey());
        this.registration = new Registration(
                shared.database(),
                shared.newAccounts(),
                shared.signIn(),
                new WaitingRegistration(shared.database(), shared.newAccounts(), mail.limits(), mail.links()),
                mail.links(),
                shared.hasher(),
                policy,
                PasswordSettings.disposableDomains(settings));
        this.cookies = shared.cookies();
        this.answers = shared.answers();
        this.projects = shared.projects();
        this.features = shared.features();
        this.basePath = shared.basePath();
    }

    public List<Route> routes() {
        return List.of(
                Route.post(basePath + "/register")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(RegisterRequest.class)
                        .answer(201, AuthResponse.class)
                        .answer(
                                400,
                                "The address or the password breaks a rule; all broken rules of the password are named")
                        .answer(409, "The address has an account")
                        .summary(TAG, "Makes an account with e-mail and password and signs in.")
                        .handle(this::register),
                Route.post(basePath + "/login")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(LoginRequest.class)
                        .answer(200, AuthResponse.class)
                        .answer(401, "Address or password is wrong")
                        .answer(429, "Too many failures: the address is locked for a while")
                        .summary(TAG, "Signs in with e-mail and password.")
                        .handle(this::login));
    }

    private Reply register(Call call) {
        features.require(Feature.EMAIL);
        RegisterRequest body = call.body(RegisterRequest.class);
        UUID projectId = projects.projectOf(call);
        NewAccount account = registration.account(projectId, body.email(), body.password(), name(body.name()));
        if (requireVerification.getAsBoolean()) {
            AuthUser user = registration.registerUnproved(account, call.origin());
            return registered(Reply.created(new AuthResponse(user, null, true, null, null, true, null)), account);
        }
        SignIn.Outcome outcome = registration.register(account, call.origin());
        return registered(answers.reply(outcome, call).withStatus(201), account);
    }

    /** This browser has chosen the password: it need not give it again when it opens the link in the mail. */
    private Reply registered(Reply reply, NewAccount account) {
        String mark = marks.of(Objects.requireNonNull(account.passwordHash()));
        return cookies.enabled() ? cookies.setRegistration(reply, mark, MARK_LIFETIME) : reply;
    }

    private Reply login(Call call) {
        features.require(Feature.EMAIL);
        LoginRequest body = call.body(LoginRequest.class);
        UUID projectId = projects.projectOf(call);
        String address = EmailAddress.normalForm(body.email());
        String device = call.cookie(SessionCookies.DEVICE)
                .flatMap(mark -> devices.idOf(projectId, address, mark))
                .orElse(null);
        SignIn.Outcome outcome = login.login(projectId, body.email(), body.password(), device, call.origin());
        return marked(answers.reply(outcome, call), devices.mark(projectId, address, device));
    }

    /** The password was right: from now on the device is known, second factor or not. */
    private Reply marked(Reply reply, String mark) {
        return cookies.enabled() ? cookies.setDevice(reply, mark) : reply;
    }

    private static @Nullable String name(@Nullable String given) {
        if (given != null && given.codePoints().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid("name must be one line of text");
        }
        return given == null || given.isBlank() ? null : given.strip();
    }

    /** Body of {@code POST /register}. */
    record RegisterRequest(
            String email,
            String password,
            @Length(max = 100) @Nullable String name) {}

    /** Body of {@code POST /login}. */
    record LoginRequest(String email, String password) {}
}
