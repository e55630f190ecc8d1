package dev.latchkey.identity.verification;

import dev.latchkey.identity.mailbox.MailServices;
import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.password.RegistrationMark;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.session.Message;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.SessionState;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proving an address, and changing it (auth-api.md 10; the change is ours). */
public final class VerificationRoutes {

    private static final String TAG = "Addresses";

    private final Verification verification;
    private final AddressChange change;
    private final SessionCookies cookies;
    private final ProjectResolver projects;
    private final Features features;
    private final String basePath;

    public VerificationRoutes(SharedServices shared, MailServices mail) {
        this.verification = new Verification(
                shared.database(),
                mail.requests(),
                shared.oneTimeTokens(),
                mail.mailboxes(),
                new ChosenPassword(
                        CurrentPassword.of(shared), new RegistrationMark(shared.masterKey()), shared.basePath()));
        this.cookies = shared.cookies();
        this.change = new AddressChange(
                shared.database(),
                mail.limits(),
                mail.links(),
                mail.notices(),
                shared.oneTimeTokens(),
                shared.registry(),
                shared.clock());
        this.projects = shared.projects();
        this.features = shared.features();
        this.basePath = shared.basePath();
    }

    public List<Route> routes() {
        return List.of(
                Route.post(basePath + "/send-verification")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(AddressRequest.class)
                        .answer(200, Message.class)
                        .summary(TAG, "Mails another verification link; the answer tells nothing of the address.")
                        .handle(this::sendVerification),
                Route.post(basePath + "/verify-email")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.GENERAL)
                        .namesProject()
                        .body(VerifyAddress.class)
                        .answer(200, Message.class)
                        .answer(400, "The link is unknown, used, expired or of another kind")
                        .answer(401, "The password is another one; the link still works")
                        .answer(409, "Another browser has registered: send the password too; the link still works")
                        .answer(429, "Too many wrong passwords")
                        .summary(TAG, "Verifies the address that the link was mailed to.")
                        .handle(this::verify),
                Route.post(basePath + "/user/email")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .stepUp(StepUp.RECENT)
                        .rate(RateClass.AUTH)
                        .body(AddressRequest.class)
                        .answer(200, Message.class)
                        .answer(400, "It is no address, or the user's already")
                        .answer(429, "The address was mailed too often")
                        .summary(TAG, "Mails a link to the address that the user wants to have.")
                        .handle(this::requestChange),
                Route.post(basePath + "/user/email/verify")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.AUTH)
                        .body(LinkToken.class)
                        .answer(200, UserAnswer.class)
                        .answer(400, "The link is unknown, used, expired, or another user's")
                        .answer(409, "The address has an account by now")
                        .summary(TAG, "Gives the user the address that the link was mailed to.")
                        .handle(this::applyChange));
    }

    private Reply sendVerification(Call call) {
        features.require(Feature.EMAIL);
        verification.request(
                projects.projectOf(call), call.body(AddressRequest.class).email(), call.origin());
        return Reply.ok(new Message("If the address needs to be verified, a link is on its way"));
    }

    private Reply verify(Call call) {
        features.require(Feature.EMAIL);
        VerifyAddress body = call.body(VerifyAddress.class);
        String mark = call.cookie(SessionCookies.REGISTRATION).orElse(null);
        ChosenPassword.Shown shown = new ChosenPassword.Shown(body.password(), mark, !cookies.enabled());
        verification.verify(projects.projectOf(call), body.token(), shown, call.origin());
        return Reply.ok(new Message("The address is verified"));
    }

    private Reply requestChange(Call call) {
        features.require(Feature.EMAIL);
        change.request(user(call), call.body(AddressRequest.class).email(), call.origin());
        return Reply.ok(new Message("A link is on its way to the new address"));
    }

    private Reply applyChange(Call call) {
        features.require(Feature.EMAIL);
        User changed = change.apply(user(call), call.body(LinkToken.class).token(), call.origin());
        return Reply.ok(new UserAnswer(AuthUser.of(changed)));
    }

    private static User user(Call call) {
        return SessionState.of(call).user();
    }

    /** An address, as typed. */
    record AddressRequest(String email) {}

    /** The token of a link. */
    record LinkToken(String token) {

        @Override
        public String toString() {
            return "LinkToken";
        }
    }

    /**
     * Body of {@code POST /verify-email}.
     *
     * @param password that was chosen with the address; for browsers other than the one that has registered
     */
    record VerifyAddress(String token, @Nullable String password) {

        @Override
        public String toString() {
            return "VerifyAddress";
        }
    }

    /** The user as changed. */
    record UserAnswer(AuthUser user) {}
}
