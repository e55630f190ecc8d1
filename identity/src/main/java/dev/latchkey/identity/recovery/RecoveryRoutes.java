package dev.latchkey.identity.recovery;

import dev.latchkey.identity.mailbox.MailServices;
import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.password.LoginLimits;
import dev.latchkey.identity.password.PasswordPolicy;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Forgotten and changed passwords (auth-api.md 10). */
public final class RecoveryRoutes {

    private static final String TAG = "Passwords";

    private final PasswordReset reset;
    private final PasswordUpdate update;
    private final ProjectResolver projects;
    private final Features features;
    private final Clock clock;
    private final String basePath;

    public RecoveryRoutes(SharedServices shared, MailServices mail, PasswordPolicy policy) {
        NewPasswords passwords =
                new NewPasswords(policy, shared.hasher(), shared.credentials(), shared.lifecycle(), mail.notices());
        this.reset = new PasswordReset(
                shared.database(),
                mail.requests(),
                shared.oneTimeTokens(),
                mail.mailboxes(),
                mail.eviction(),
                passwords,
                new LoginLimits(shared.throttle()));
        this.update = new PasswordUpdate(
                shared.database(), CurrentPassword.of(shared), passwords, shared.sessions(), shared.oneTimeTokens());
        this.projects = shared.projects();
        this.features = shared.features();
        this.clock = shared.clock();
        this.basePath = shared.basePath();
    }

    public List<Route> routes() {
        return List.of(
                Route.post(basePath + "/forgot-password")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(ForgotPassword.class)
                        .answer(200, Message.class)
                        .summary(TAG, "Mails a link to set a new password; the answer tells nothing of the address.")
                        .handle(this::forgot),
                Route.post(basePath + "/reset-password")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(ResetPassword.class)
                        .answer(200, Message.class)
                        .answer(400, "The link does not work, or the password breaks rules: then the link still works")
                        .summary(TAG, "Sets a new password by a link, and ends all sessions.")
                        .handle(this::reset),
                Route.post(basePath + "/change-password")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.AUTH)
                        .body(ChangePassword.class)
                        .answer(200, Message.class)
                        .answer(400, "The password breaks rules, or is the current one")
                        .answer(401, "The current password is wrong")
                        .answer(403, "A first password needs a recent sign-in; the answer says how")
                        .answer(409, "The password was changed by another call")
                        .answer(429, "Too many wrong passwords")
                        .summary(TAG, "Changes the user's password, or sets a first one, and ends all other sessions.")
                        .handle(this::change));
    }

    private Reply forgot(Call call) {
        features.require(Feature.EMAIL);
        reset.request(projects.projectOf(call), call.body(ForgotPassword.class).email(), call.origin());
        return Reply.ok(new Message("If the address has an account with a password, a link is on its way"));
    }

    private Reply reset(Call call) {
        features.require(Feature.EMAIL);
        ResetPassword body = call.body(ResetPassword.class);
        reset.reset(projects.projectOf(call), body.token(), body.newPassword(), call.origin());
        return Reply.ok(new Message("The password is set; sign in with it"));
    }

    private Reply change(Call call) {
        features.require(Feature.EMAIL);
        ChangePassword body = call.body(ChangePassword.class);
        update.change(
                SessionState.of(call),
                body.currentPassword(),
                body.newPassword(),
                () -> StepUp.RECENT.require(call, clock.instant()),
                call.origin());
        return Reply.ok(new Message("The password is changed"));
    }

    /** Body of {@code POST /forgot-password}. */
    record ForgotPassword(String email) {}

    /** Body of {@code POST /reset-password}. */
    record ResetPassword(String token, String newPassword) {

        @Override
        public String toString() {
            return "ResetPassword";
        }
    }

    /**
     * Body of {@code POST /change-password}.
     *
     * @param currentPassword left out by users who have none yet
     */
    record ChangePassword(@Nullable String currentPassword, String newPassword) {

        @Override
        public String toString() {
            return "ChangePassword";
        }
    }
}
