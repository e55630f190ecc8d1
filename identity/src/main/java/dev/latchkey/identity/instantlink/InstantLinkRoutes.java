package dev.latchkey.identity.instantlink;

import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.MailServices;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.settings.SystemSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sign-in by link (auth-api.md 10). */
public final class InstantLinkRoutes {

    private static final String TAG = "Sign-in";
    private static final int REQUEST_BYTES = 16;

    private final InstantLink link;
    private final SignInAnswers answers;
    private final SessionCookies cookies;
    private final Tokens requestIds;
    private final ProjectResolver projects;
    private final Features features;
    private final SystemSettings settings;
    private final String basePath;

    public InstantLinkRoutes(SharedServices shared, MailServices mail) {
        this.link = new InstantLink(
                shared.database(),
                mail.requests(),
                shared.oneTimeTokens(),
                mail.mailboxes(),
                mail.eviction(),
                shared.signIn(),
                shared.clock());
        this.answers = shared.answers();
        this.cookies = shared.cookies();
        this.requestIds = new Tokens(shared.random());
        this.projects = shared.projects();
        this.features = shared.features();
        this.settings = shared.systemSettings();
        this.basePath = shared.basePath();
    }

    public List<Route> routes() {
        return List.of(
                Route.post(basePath + "/instant-link")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(LinkRequest.class)
                        .answer(200, LinkRequested.class)
                        .answer(429, "The address was mailed too often")
                        .summary(TAG, "Mails a link that signs in; the answer tells nothing of the address.")
                        .handle(this::request),
                Route.post(basePath + "/instant-link/verify")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(OpenLink.class)
                        .answer(200, AuthResponse.class)
                        .answer(400, "The link is unknown, used or expired")
                        .answer(409, "Another device asked for it: to be confirmed; the link still works")
                        .summary(TAG, "Signs in with a link from a mail.")
                        .handle(this::open));
    }

    private Reply request(Call call) {
        features.require(Feature.INSTANT_LINK);
        String requestId = requestIds.generate(REQUEST_BYTES);
        link.request(projects.projectOf(call), call.body(LinkRequest.class).email(), requestId, call.origin());
        String message = "If the address has an account, a link is on its way";
        return cookies.enabled()
                ? cookies.setLinkRequest(
                        Reply.ok(new LinkRequested(message, null)), requestId, LinkKind.INSTANT_LINK.lifetime(settings))
                : Reply.ok(new LinkRequested(message, requestId));
    }

    private Reply open(Call call) {
        features.require(Feature.INSTANT_LINK);
        OpenLink body = call.body(OpenLink.class);
        SignIn.Outcome outcome = link.open(projects.projectOf(call), body.token(), device(call, body), call.origin());
        return answers.reply(outcome, call);
    }

    /** Browsers show by a cookie that they asked; other clients know that themselves, and may have us check it. */
    private InstantLink.Device device(Call call, OpenLink body) {
        boolean says = cookies.enabled() || body.requestId() != null;
        if (Boolean.TRUE.equals(body.confirm()) || !says) {
            return new InstantLink.Device.Confirmed();
        }
        return new InstantLink.Device.Shows(
                cookies.enabled() ? call.cookie(SessionCookies.LINK_REQUEST).orElse(null) : body.requestId());
    }

    /** Body of {@code POST /instant-link}. */
    record LinkRequest(String email) {}

    /**
     * Answer of {@code POST /instant-link}.
     *
     * @param requestId only where tokens travel in JSON; elsewhere it is a cookie
     */
    record LinkRequested(String message, @Nullable String requestId) {}

    /**
     * Body of {@code POST /instant-link/verify}.
     *
     * @param confirm that the user wants to be signed in here, whoever asked for the link
     */
    record OpenLink(
            String token,
            @Nullable Boolean confirm,
            @Nullable String requestId) {

        @Override
        public String toString() {
            return "OpenLink";
        }
    }
}
