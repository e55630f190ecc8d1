package dev.latchkey.platform.audit;

import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;

/** Every name an audit event may have, with a sentence. A new event is entered here first; tests refuse unknown names. */
public final class AuditNames {

    private static final String ALL = """
            admin.api_key_revoked         An administrator revoked an API key of a user.
            admin.audit_exported          An administrator exported a part of the audit log.
            admin.default_org_set         An administrator chose the organization that new users join.
            admin.impersonation_started   An administrator acts as a user, for a reason that is given.
            admin.mfa_reset               An administrator took a lost second factor away.
            admin.org_owner_set           An administrator made a member the owner of an organization.
            admin.password_reset_forced   An administrator had a user set a new password.
            admin.sessions_revoked        An administrator ended the sessions of a user.
            admin.settings_updated        An administrator changed settings of the system.
            admin.user_deleted            An administrator erased a user.
            admin.user_reactivated        An administrator let a suspended user in again.
            admin.user_suspended          An administrator suspended a user.
            admin.user_updated            An administrator changed a user.
            api_key.created               A project key was issued.
            api_key.expired               A project key came to the end of its time.
            api_key.revoked               A project key was revoked.
            api_key.rotated               A project key was replaced by a new one.
            asset.added                   A project accepts an asset.
            asset.removed                 A project no longer accepts an asset.
            audit.month_dropped           A month of the audit log was dropped because it was older than the retention.
            auth_provider.configured      A project trusts an issuer of tokens.
            auth_provider.removed         A project no longer trusts an issuer of tokens.
            balance.all_reconciled        All balances were compared with the ledger.
            balance.all_synced            All balances were read from the ledger.
            balance.mismatch              A balance differs from the ledger.
            balance.reconciled            A balance was compared with the ledger and corrected.
            balance.synced                The balances of a wallet were read from the ledger.
            channel.quarantined           A channel account was taken out of use.
            credential.added              A user can sign in in one more way.
            credential.labelled           A user named a credential.
            credential.removed            A user can no longer sign in in one of the ways.
            custom_role.created           A role of an organization was created.
            custom_role.deleted           A role of an organization was deleted.
            custom_role.updated           A role of an organization was changed.
            developer.created             A developer was created.
            developer.deleted             A developer was deleted.
            developer.updated             A developer was changed.
            email.change_requested        A user asked to change their address.
            email.verification_requested  A link that proves an address was asked for.
            envelope.settled_twice        An envelope was found on the ledger twice.
            instant_link.requested        A link that signs in was asked for.
            invite.accepted               An invite was accepted.
            invite.canceled               An invite was withdrawn.
            invite.created                Somebody was invited to an organization.
            invite.declined               Somebody declined an invite.
            invite.resent                 An invite was sent again.
            invite.rollback_failed        An invite could not be taken back after a failure.
            key.generated                 A key of a wallet was generated.
            key.import_failed             A key from elsewhere was refused.
            key.imported                  A key from elsewhere was taken over.
            key.rotated                   A key of a wallet was replaced.
            key.sign_failed               Something was not signed.
            key.signed                    Something was signed with a key of a wallet.
            member.joined                 A user became a member of an organization.
            member.removed                A member left or was removed.
            member.role_changed           A member has another role.
            mfa.challenge_issued          A sign-in waits for the second factor.
            mfa.disabled                  The second factor was switched off.
            mfa.enabled                   The second factor was switched on.
            mfa.login_completed           A sign-in was completed with the second factor.
            mfa.recovery_code_used        A recovery code was used.
            mfa.recovery_codes_regenerated  Recovery codes were replaced.
            mfa.setup_started             The second factor is being set up.
            mfa.verification_failed       A code of the second factor was wrong.
            org.created                   An organization was created.
            org.deleted                   An organization was deleted.
            org.ownership_transferred     An organization has another owner.
            org.updated                   An organization was changed.
            passkey.counter_regression    A passkey counted backwards and may be a copy.
            password.reset_completed      A password was reset.
            password.reset_requested      A password reset was asked for.
            password.verification_failed  The current password was wrong.
            policy.created                A policy of an organization was written.
            policy.deleted                A policy of an organization was deleted.
            policy.updated                A policy of an organization was changed.
            project.created               A project was created.
            project.deleted               A project was deleted.
            project.updated               A project was changed.
            session.created               A session began.
            session.key_unproven          A session was used without the key that it is bound to.
            session.org_switched          A session was followed by one that acts for another organization.
            session.reauthenticated       A user proved again who they are.
            session.revoked               A session was ended.
            session.revoked_all           The sessions of a user were ended.
            session.token_reuse           A refresh token that was used already came again.
            setup.admin                   The first administrator was made.
            signing_key.created           A key that signs access tokens was made.
            sso_provider.created          An issuer for single sign-on was entered.
            sso_provider.deleted          An issuer for single sign-on was removed.
            sso_provider.updated          An issuer for single sign-on was changed.
            transaction.cancelled         A payment was cancelled.
            transaction.confirmed         A payment is on the ledger.
            transaction.created           A payment was accepted.
            transaction.failed            A payment failed.
            transaction.submitted         A payment was sent to the ledger.
            user.created                  A backend created a user.
            user.customer_linked          A user is known to a payment provider under an id.
            user.deleted                  A user was deleted.
            user.deletion_cancelled       A user kept their account.
            user.deletion_requested       A user asked to delete their account.
            user.email_changed            A user has another address.
            user.email_released           An unproven address was taken from an account.
            user.email_verified           A user proved their address.
            user.erased                   The personal data of a deleted user were erased.
            user.exported                 The data of a user were exported.
            user.imported                 Users were imported.
            user.login                    A user signed in, or tried to.
            user.logout                   A user signed out.
            user.logout_all               A user signed out everywhere.
            user.merge_offered            Two accounts can be merged.
            user.merged                   Two accounts were merged.
            user.password_changed         A password was changed.
            user.profile_updated          A user changed their profile.
            user.register                 A user registered.
            user.status_changed           A user was suspended, activated or disabled.
            user.step_up                  A user proved again who they are with a passkey.
            user.system_admin_granted     A user became a system admin.
            user.system_admin_revoked     A user is no longer a system admin.
            user.unproved_access_ended    Access from before an address was proven was ended.
            user.updated                  A backend changed a user.
            user_api_key.created          A user made an API key.
            user_api_key.regenerated      A user replaced all their API keys by a new one.
            user_api_key.revoked          An API key of a user was revoked.
            user_api_key.rotated          A user replaced an API key by a new one.
            wallet.created                A wallet was created.
            wallet.deleted                A wallet was deleted.
            wallet.device_share_rotated   The device share of a wallet was replaced.
            wallet.enrolled               A user enrolled a wallet.
            wallet.ledger_status_changed  A wallet's account on the ledger changed its state.
            wallet.limits_removed         The limits of a wallet were removed.
            wallet.limits_set             The limits of a wallet were set.
            wallet.locked                 A wallet was locked.
            wallet.on_ledger              A wallet's account is on the ledger.
            wallet.owner_changed          A wallet went to another user.
            wallet.recovered              A wallet was recovered.
            wallet.recovery_acknowledged  A user has kept their recovery data.
            wallet.status_changed         A wallet was suspended or activated.
            wallet.transaction_signed     A transaction was signed with a wallet.
            wallet.unlocked               A wallet was unlocked.
            wallet.user_secret_rotated    The user's secret of a wallet was replaced.
            web_auth_key.created          The key of the wallet sign-in was made.
            """;

    /** The sentence of each name, in the order of the alphabet. */
    public static final Map<String, String> SENTENCES = Collections.unmodifiableMap(ALL.lines()
            .map(line -> line.split(" +", 2))
            .collect(Collectors.toMap(
                    line -> line[0],
                    line -> line[1],
                    (one, other) -> {
                        throw new IllegalStateException("entered twice: " + one);
                    },
                    java.util.TreeMap::new)));

    private AuditNames() {}

    public static boolean isKnown(String name) {
        return SENTENCES.containsKey(name);
    }
}
