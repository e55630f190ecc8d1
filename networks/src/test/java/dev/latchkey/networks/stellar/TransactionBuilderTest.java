package dev.latchkey.networks.stellar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.ClaimableBalanceId;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.FeeBumpTransaction;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.PaymentOperation.Payment;
import dev.latchkey.networks.stellar.xdr.Preconditions.LedgerBounds;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TrustOperation.ChangeTrust;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.Account;
import org.stellar.sdk.AssetTypeCreditAlphaNum4;
import org.stellar.sdk.BeginSponsoringFutureReservesOperation;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.EndSponsoringFutureReservesOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.TimeBounds;
import org.stellar.sdk.TransactionPreconditions;

/** Our transactions against those that the SDK builds from the same wishes. */
class TransactionBuilderTest {
    private static final StellarNetwork NETWORK = new StellarNetwork(
            StellarNetwork.Name.TESTNET,
            StellarNetwork.TEST_PASSPHRASE,
            URI.create("http://localhost:8000"),
            null,
            null);
    private static final Network SDK_NETWORK = Network.TESTNET;

    private final KeyPair sponsor = KeyPair.fromSecretSeed(new byte[32]);
    private final KeyPair user = KeyPair.fromSecretSeed(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });
    private final AccountId sponsorId = AccountId.parse(sponsor.getAccountId());
    private final AccountId userId = AccountId.parse(user.getAccountId());
    private final Asset usd = Asset.parse("USD:" + sponsor.getAccountId());

    @Test
    void sponsoredAccountCreationHasTheHashAndBytesOfTheSdk() {
        Transaction ours = TransactionBuilder.of(sponsorId, 4711)
                .feePerOperation(1000)
                .validUntil(Instant.ofEpochSecond(1_800_000_000))
                .memo(Memo.text("hello ✓"))
                .add(sponsorId, new SponsorshipOperation.BeginSponsoringFutureReserves(userId))
                .add(sponsorId, new AccountOperation.CreateAccount(userId, 0))
                .add(userId, ChangeTrust.open(usd))
                .add(userId, new SponsorshipOperation.EndSponsoringFutureReserves())
                .build();

        org.stellar.sdk.Transaction theirs = new org.stellar.sdk.TransactionBuilder(
                        new Account(sponsor.getAccountId(), 4710L), SDK_NETWORK)
                .setBaseFee(1000)
                .addPreconditions(TransactionPreconditions.builder()
                        .timeBounds(new TimeBounds(0, 1_800_000_000))
                        .build())
                .addMemo(org.stellar.sdk.Memo.text("hello ✓"))
                .addOperation(new BeginSponsoringFutureReservesOperation.Builder(user.getAccountId())
                        .setSourceAccount(sponsor.getAccountId())
                        .build())
                .addOperation(new CreateAccountOperation.Builder(user.getAccountId(), "0")
                        .setSourceAccount(sponsor.getAccountId())
                        .build())
                .addOperation(
                        new ChangeTrustOperation.Builder(ChangeTrustAsset.create(sdkUsd()), "922337203685.4775807")
                                .setSourceAccount(user.getAccountId())
                                .build())
                .addOperation(new EndSponsoringFutureReservesOperation(user.getAccountId()))
                .build();
        assertThat(ours.hash(NETWORK.id()).toHex()).isEqualTo(theirs.hashHex());

        theirs.sign(sponsor);
        theirs.sign(user);
        byte[] hash = ours.hash(NETWORK.id()).toArray();
        TransactionEnvelope signed = TransactionEnvelope.unsigned(ours)
                .withSignature(DecoratedSignature.of(sponsorId, sponsor.sign(hash)))
                .withSignature(DecoratedSignature.of(userId, user.sign(hash)));
        assertThat(signed.toBase64()).isEqualTo(theirs.toEnvelopeXdrBase64());
        assertThat(TransactionEnvelope.parse(theirs.toEnvelopeXdrBase64())).isEqualTo(signed);
    }

    @Test
    void feeBumpHasTheHashOfTheSdk() {
        Transaction inner = TransactionBuilder.of(userId, 8)
                .add(new Payment(new MuxedAccount(sponsorId, -1L), usd, Stroops.parse("12.5")))
                .build();
        org.stellar.sdk.Transaction theirInner = new org.stellar.sdk.TransactionBuilder(
                        new Account(user.getAccountId(), 7L), SDK_NETWORK)
                .setBaseFee(100)
                .addPreconditions(TransactionPreconditions.builder()
                        .timeBounds(new TimeBounds(0, 0))
                        .build())
                .addOperation(
                        new PaymentOperation.Builder(new MuxedAccount(sponsorId, -1L).toString(), sdkUsd(), "12.5")
                                .build())
                .build();
        TransactionEnvelope.V1 theirs =
                (TransactionEnvelope.V1) TransactionEnvelope.parse(theirInner.toEnvelopeXdrBase64());
        assertThat(theirs.transaction().operations()).isEqualTo(inner.operations());

        FeeBumpTransaction bump = FeeBumps.wrap(theirs, sponsorId, 200);
        org.stellar.sdk.FeeBumpTransaction theirBump = new org.stellar.sdk.FeeBumpTransaction.Builder(theirInner)
                .setFeeAccount(sponsor.getAccountId())
                .setBaseFee(200)
                .build();
        assertThat(bump.fee()).isEqualTo(400);
        assertThat(bump.hash(NETWORK.id()).toHex()).isEqualTo(theirBump.hashHex());
    }

    @Test
    void ledgerBoundsMakeGeneralPreconditions() {
        Transaction transaction = TransactionBuilder.of(userId, 8)
                .ledgerBounds(new LedgerBounds(0, 12))
                .validUntil(Instant.ofEpochSecond(60))
                .add(new AccountOperation.BumpSequence(1))
                .build();
        assertThat(transaction.preconditions().ledgerBounds()).isEqualTo(new LedgerBounds(0, 12));
        assertThat(transaction.preconditions().timeBounds()).isNotNull();
    }

    @Test
    void emptyAndOverfullTransactionsAreRefused() {
        assertThatThrownBy(() -> TransactionBuilder.of(userId, 1).build()).isInstanceOf(IllegalStateException.class);
        TransactionBuilder full = TransactionBuilder.of(userId, 1);
        for (int i = 0; i < 100; i++) {
            full = full.add(new AccountOperation.BumpSequence(1));
        }
        assertThat(full.build().fee()).isEqualTo(10_000);
        TransactionBuilder overfull = full.add(new AccountOperation.BumpSequence(1));
        assertThatThrownBy(overfull::build).isInstanceOf(IllegalStateException.class);
        TransactionBuilder dear = full.feePerOperation(42_949_673);
        assertThatThrownBy(dear::build).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bumpsFollowTheRulesOfTheQueue() {
        Transaction two = TransactionBuilder.of(userId, 8)
                .feePerOperation(250)
                .add(new AccountOperation.BumpSequence(1))
                .add(new AccountOperation.BumpSequence(1))
                .build();
        assertThat(FeeBumps.minimumFee(two)).isEqualTo(750);
        assertThat(FeeBumps.replacementFee(two, two.fee(), 2)).isEqualTo(7500);
        TransactionEnvelope.V1 envelope = new TransactionEnvelope.V1(two, List.of());
        assertThat(FeeBumps.wrap(envelope, sponsorId, 100).fee()).isEqualTo(750);
        assertThat(FeeBumps.wrap(envelope, sponsorId, 1000).fee()).isEqualTo(3000);
    }

    @Test
    void derivedIdsAreThoseOfTheSdk() throws IOException {
        assertThat(NETWORK.contractOf(usd).toString()).isEqualTo(sdkUsd().getContractId(SDK_NETWORK));
        assertThat(NETWORK.contractOf(Asset.NATIVE).toString())
                .isEqualTo("CDLZFC3SYJYDZT7K67VZ75HPJVIEUVNIXF47ZG2FB2RMQQVU2HHGCYSC");
        ClaimableBalanceId id = ClaimableBalanceId.of(userId, 41, 0);
        assertThat(ClaimableBalanceId.parse(id.toString())).isEqualTo(id);
        assertThat(id.toHex()).startsWith("00000000").hasSize(72);
    }

    @Test
    void assetsAreWrittenAndRead() {
        assertThat(Asset.parse("native")).isEqualTo(Asset.NATIVE).hasToString("native");
        assertThat(usd).hasToString("USD:" + sponsor.getAccountId());
        assertThat(Asset.parse(usd.toString())).isEqualTo(usd);
        for (String bad : List.of("", "XLM", "USD:", ":G", "TOOLONGASSETCODE:" + sponsorId, "U D:" + sponsorId)) {
            assertThatThrownBy(() -> Asset.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private org.stellar.sdk.Asset sdkUsd() {
        return new AssetTypeCreditAlphaNum4("USD", sponsor.getAccountId());
    }
}
