package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.demand.LastFactor;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users do with their own credentials. Foreign ones are as unknown as those that do not exist. */
public final class OwnCredentials {

    private final Database database;
    private final Credentials credentials;
    private final UserStore users;
    private final Notices notices;
    private final LastFactor lastFactor;

    public OwnCredentials(
            Database database, Credentials credentials, UserStore users, Notices notices, LastFactor lastFactor) {
        this.database = database;
        this.credentials = credentials;
        this.users = users;
        this.notices = notices;
        this.lastFactor = lastFactor;
    }

    List<CredentialView> list(UUID userId) {
        return database.read(sql -> credentials.list(sql, userId)).stream()
                .map(CredentialView::of)
                .toList();
    }

    void label(Caller.UserSession session, UUID id, @Nullable String label, Origin origin) {
        database.run(tx -> {
            if (!credentials.label(tx.sql(), session.userId(), id, label)) {
                throw CredentialRoutes.unknown();
            }
            tx.audit(AuditEvent.success("credential.labelled", origin, session.project(), "credential", id));
        });
    }

    /** The user's row is locked first, so that of two calls for the last two credentials one is refused. */
    void remove(User owner, UUID id, Origin origin) {
        database.run(tx -> {
            User user = users.lockById(tx.sql(), owner.projectId(), owner.id()).orElseThrow(CredentialRoutes::unknown);
            List<Credential> all = credentials.list(tx.sql(), user.id());
            Credential credential =
                    all.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(CredentialRoutes::unknown);
            requireRemovable(credential, all);
            lastFactor.requireAnother(tx.sql(), user, all, id);
            credentials.remove(tx, user.id(), id);
            if (credential.kind() == CredentialKind.PASSWORD) {
                users.clearPassword(tx.sql(), user.id(), tx.now());
            }
            tx.audit(AuditEvent.success("credential.removed", origin, user.projectId(), "credential", id)
                    .with("kind", credential.kind().wireName()));
            notices.credentialChanged(tx, user, credential.kind().wireName(), "removed", origin);
        });
    }

    private static void requireRemovable(Credential credential, List<Credential> all) {
        if (credential.kind() == CredentialKind.TOTP) {
            throw ApiException.invalid("Turn the second factor off with POST /mfa/disable");
        }
        boolean another =
                all.stream().anyMatch(one -> one.kind().isPrimary() && !one.id().equals(credential.id()));
        if (credential.kind().isPrimary() && !another) {
            throw ApiException.invalid("This is the last way to sign in; add another one first");
        }
    }
}
