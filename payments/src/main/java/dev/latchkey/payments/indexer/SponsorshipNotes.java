package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.SponsorshipOperation;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation.RevokeSponsorship;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation.RevokeSponsorship.AccountSigner;

/** Who pays reserves: changes what accounts can spend, but nothing their owners would look for. */
final class SponsorshipNotes {
    private SponsorshipNotes() {}

    static void take(OperationNotes notes, SponsorshipOperation operation) {
        switch (operation) {
            case SponsorshipOperation.BeginSponsoringFutureReserves begin -> notes.touch(begin.sponsored());
            case SponsorshipOperation.EndSponsoringFutureReserves end -> {}
            case RevokeSponsorship(RevokeSponsorship.Entry entry) ->
                LedgerKeys.owner(entry.key()).ifPresent(notes::touch);
            case RevokeSponsorship(AccountSigner signer) -> notes.touch(signer.account());
        }
    }
}
