package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.signin.SharedServices;

/** What all acts that work by mail stand on. */
public record MailServices(
        Links links,
        MailLimits limits,
        LinkRequests requests,
        Mailboxes mailboxes,
        Notices notices,
        Eviction eviction) {

    public static MailServices of(SharedServices shared) {
        Links links = new Links(shared.oneTimeTokens(), shared.mail(), shared.systemSettings());
        MailLimits limits = new MailLimits(shared.throttle(), shared.systemSettings());
        Notices notices = new Notices(shared.mail());
        return new MailServices(
                links,
                limits,
                new LinkRequests(shared.database(), limits, links),
                new Mailboxes(shared.oneTimeTokens(), shared.lifecycle(), shared.callback()),
                notices,
                new Eviction(
                        shared.sessions(), shared.credentials(), shared.oneTimeTokens(), notices, shared.lifecycle()));
    }
}
