package dev.latchkey.identity;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.instantlink.InstantLinkRoutes;
import dev.latchkey.identity.landing.LandingRoutes;
import dev.latchkey.identity.mailbox.Eviction;
import dev.latchkey.identity.mailbox.LinkRequests;
import dev.latchkey.identity.mailbox.Links;
import dev.latchkey.identity.mailbox.MailLimits;
import dev.latchkey.identity.mailbox.Mailboxes;
import dev.latchkey.identity.mailbox.Notices;
import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.password.PasswordPolicy;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.recovery.LoginLocks;
import dev.latchkey.identity.recovery.NewPasswords;
import dev.latchkey.identity.recovery.Recovery;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.verification.VerificationRoutes;
import dev.latchkey.platform.http.Route;
import java.util.ArrayList;
import java.util.List;

/** The part of the room that works by mail: its objects, made once, and its routes. */
final class EmailFlows {

    /** What it stands on. */
    record Base(
            Identity.Foundation foundation,
            Identity.Listeners listeners,
            Throttle throttle,
            OneTimeTokens tokens,
            Credentials credentials,
            Registry registry,
            Sessions sessions,
            SessionCookies cookies,
            SignIn signIn,
            SignInAnswers answers,
            PasswordPolicy policy,
            CurrentPassword current,
            ProjectResolver projects,
            Features features,
            String basePath) {}

    private final Links links;
    private final MailLimits limits;
    private final LinkRequests requests;
    private final Mailboxes mailboxes;
    private final Notices notices;
    private final Eviction eviction;

    EmailFlows(Base base) {
        this.links = new Links(base.tokens(), base.foundation().mail());
        this.limits = new MailLimits(base.throttle());
        this.requests = new LinkRequests(base.foundation().database(), limits, links);
        this.mailboxes = new Mailboxes(
                base.tokens(), base.listeners().lifecycle(), base.listeners().callback());
        this.notices = new Notices(base.foundation().mail());
        this.eviction = new Eviction(base.sessions(), base.credentials(), base.tokens(), notices);
    }

    /** All routes; {@code locks} are the counts of failed logins. */
    List<Route> routes(Base base, LoginLocks locks) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(verification(base).routes());
        routes.addAll(recovery(base, locks)
                .routes(base.projects(), base.features(), base.foundation().clock(), base.basePath()));
        routes.addAll(instantLink(base).routes());
        routes.addAll(new LandingRoutes(base.basePath()).routes());
        return routes;
    }

    private VerificationRoutes verification(Base base) {
        return new VerificationRoutes(
                base.foundation().database(),
                requests,
                mailboxes,
                limits,
                links,
                notices,
                base.tokens(),
                base.registry(),
                base.projects(),
                base.features(),
                base.foundation().clock(),
                base.basePath());
    }

    private Recovery recovery(Base base, LoginLocks locks) {
        NewPasswords passwords = new NewPasswords(
                base.policy()::require,
                base.foundation().hasher(),
                base.credentials(),
                base.listeners().lifecycle(),
                notices);
        return new Recovery(
                base.foundation().database(),
                requests,
                base.tokens(),
                mailboxes,
                eviction,
                passwords,
                locks,
                base.current(),
                base.sessions());
    }

    private InstantLinkRoutes instantLink(Base base) {
        return new InstantLinkRoutes(
                base.foundation().database(),
                requests,
                base.tokens(),
                mailboxes,
                eviction,
                base.signIn(),
                base.answers(),
                base.cookies(),
                base.foundation().random(),
                base.projects(),
                base.features(),
                base.foundation().clock(),
                base.basePath());
    }

    Links links() {
        return links;
    }

    MailLimits limits() {
        return limits;
    }
}
