package dev.latchkey.payments.transaction;

import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.http.ApiException;
import java.time.Duration;
import java.time.Instant;

/** Builds a payment for somebody else to sign (mux-api.md 8.1): 30 seconds from the last ledger's close. */
final class BuildTransaction {
    private static final Duration LIFE = Duration.ofSeconds(30);

    private final Networks networks;

    BuildTransaction(Networks networks) {
        this.networks = networks;
    }

    /** @throws ApiException 400, 422 for a network that is not configured, 503 while Horizon is away */
    BuiltTransaction build(BuildBody body) {
        AssetId asset = asset(body);
        AccountId source = AccountId.parse(requireAccount("sourcePublicKey", body.sourcePublicKey()));
        MuxedAccount destination = destination(body);
        LedgerNetwork network = networks.require(body.network());
        try {
            AccountState account = network.account(source.toString())
                    .orElseThrow(() ->
                            ApiException.invalid("Source account " + source + " does not exist on " + body.network()));
            Instant end = network.latest().closedAt().plus(LIFE);
            Transaction transaction = TransactionBuilder.of(source, account.sequence() + 1)
                    .validUntil(end)
                    .memo(
                            body.memo() == null
                                    ? Memo.NONE
                                    : Memo.text(body.memo().text()))
                    .add(new PaymentOperation.Payment(
                            destination, asset.toXdr(), body.amount().units()))
                    .build();
            return new BuiltTransaction(
                    TransactionEnvelope.unsigned(transaction).toBase64(),
                    Long.toString(account.sequence()),
                    network.passphrase());
        } catch (LedgerUnavailable away) {
            throw ApiException.unavailable("Stellar Horizon is unavailable. Please retry.", 5);
        }
    }

    private static AssetId asset(BuildBody body) {
        if (body.assetCode().equals("native")) {
            return AssetId.NATIVE;
        }
        if (body.assetIssuer() == null) {
            throw ApiException.invalid("assetIssuer is required for non-native asset \"" + body.assetCode() + "\"");
        }
        try {
            return AssetId.credit(body.assetCode(), body.assetIssuer());
        } catch (IllegalArgumentException unfit) {
            throw failed(unfit.getMessage());
        }
    }

    private static String requireAccount(String field, String address) {
        if (!StrKey.isValid(StrKeyKind.ACCOUNT, address)) {
            throw failed(field + " is not a valid Stellar public key");
        }
        return address;
    }

    private static MuxedAccount destination(BuildBody body) {
        try {
            return Destination.parse(body.destinationPublicKey()).account();
        } catch (IllegalArgumentException unfit) {
            throw failed("destinationPublicKey " + unfit.getMessage());
        }
    }

    private static ApiException failed(@org.jspecify.annotations.Nullable String detail) {
        return ApiException.invalid("Failed to build transaction: " + detail);
    }
}
