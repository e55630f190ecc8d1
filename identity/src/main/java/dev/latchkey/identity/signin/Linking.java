package dev.latchkey.identity.signin;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Optional;

/** Gives an account that exists a provider as another way to sign in; its owner hears of it by mail. */
public final class Linking {

    private final Credentials credentials;
    private final Notices notices;

    public Linking(Credentials credentials, Notices notices) {
        this.credentials = credentials;
        this.notices = notices;
    }

    /** What is linked: who vouches, and what names the user there. */
    public record Subject(CredentialKind kind, String issuer, String subject) {}

    /**
     * Links. A credential that the user has already stays as it is.
     *
     * @param how what justifies it, for the audit log: {@code session} or {@code verified_email}
     * @throws ApiException 409 {@code CREDENTIAL_EXISTS} when another user of the project has it
     */
    public Credential link(Transaction tx, User user, Subject subject, String how, Origin origin) {
        Optional<Credential> known = find(tx, user, subject);
        if (known.isPresent() && known.get().userId().equals(user.id())) {
            return known.get();
        }
        credentials.add(tx, user, subject.kind(), subject.issuer(), subject.subject(), null);
        Credential added = find(tx, user, subject).orElseThrow();
        tx.audit(AuditEvent.success("credential.added", origin, user.projectId(), "credential", added.id())
                .with("kind", subject.kind().wireName())
                .with("userId", user.id().toString())
                .with("issuer", subject.issuer())
                .with("by", how));
        notices.credentialChanged(tx, user, subject.kind().wireName(), "added", origin);
        return added;
    }

    private Optional<Credential> find(Transaction tx, User user, Subject subject) {
        return credentials.find(tx.sql(), user.projectId(), subject.kind(), subject.issuer(), subject.subject());
    }
}
