package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.Asset;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.ManageSellOfferOperation;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.SetOptionsOperation;
import org.stellar.sdk.Transaction;

class PaymentTest {
    private final TestNetwork network = new TestNetwork();

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aNativePaymentMovesTheAmountAndCostsTheFee() {
        KeyPair alice = network.funded("100");
        KeyPair bob = network.funded("100");

        LedgerReads.Transaction paid = network.apply(network.tx(alice, TestNetwork.pay(bob, "12.5")));

        assertThat(paid.successful()).isTrue();
        assertThat(paid.feeCharged()).isEqualTo(100);
        assertThat(network.balance(alice)).isEqualTo(TestNetwork.stroops("87.5") - 100);
        assertThat(network.balance(bob)).isEqualTo(TestNetwork.stroops("112.5"));
    }

    @Test
    void aNewAccountBeginsAtTheLedgersSequence() {
        KeyPair alice = network.funded("100");
        assertThat(network.sequence(alice))
                .isEqualTo((long) network.sandbox.ledger().latestLedger() << 32);
    }

    @Test
    void theReserveCannotBePaidAway() {
        KeyPair alice = network.funded("2");
        KeyPair bob = network.funded("2");
        Transaction tooMuch = network.tx(alice, TestNetwork.pay(bob, "1"));

        LedgerReads.Transaction failed = network.apply(tooMuch);

        assertThat(failed.code()).isEqualTo("tx_failed");
        assertThat(network.operationCodes(tooMuch)).containsExactly("op_underfunded");
        assertThat(network.balance(alice)).isEqualTo(TestNetwork.stroops("2") - 100);
        assertThat(network.sequence(alice)).isEqualTo(tooMuch.getSequenceNumber());
    }

    @Test
    void aFailedOperationTakesTheOthersWithItAndAllAreNamed() {
        KeyPair alice = network.funded("100");
        KeyPair bob = network.funded("2");
        Transaction mixed = network.tx(
                alice, TestNetwork.pay(bob, "1"), TestNetwork.pay(KeyPair.random(), "1"), TestNetwork.pay(bob, "1000"));

        network.apply(mixed);

        assertThat(network.operationCodes(mixed)).containsExactly("op_success", "op_no_destination", "op_underfunded");
        assertThat(network.balance(bob)).isEqualTo(TestNetwork.stroops("2"));
    }

    @Test
    void issuedAssetsNeedATrustlineAndRespectItsLimit() {
        KeyPair issuer = network.funded("100");
        KeyPair alice = network.funded("100");
        KeyPair bob = network.funded("100");
        Asset usd = asset("USD", issuer);
        Transaction noTrust = network.tx(issuer, pay(alice, usd, "5"));
        network.apply(noTrust);
        assertThat(network.operationCodes(noTrust)).containsExactly("op_no_trust");

        network.apply(network.tx(alice, trust(usd, "100")));
        network.apply(network.tx(bob, trust(usd, "3")));
        assertThat(network.apply(network.tx(issuer, pay(alice, usd, "5"))).successful())
                .isTrue();
        Transaction full = network.tx(alice, pay(bob, usd, "4"));
        network.apply(full);
        assertThat(network.operationCodes(full)).containsExactly("op_line_full");
        Transaction much = network.tx(bob, pay(alice, usd, "4"));
        network.apply(much);
        assertThat(network.operationCodes(much)).containsExactly("op_underfunded");
        assertThat(network.apply(network.tx(alice, pay(bob, usd, "3"))).successful())
                .isTrue();
        assertThat(network.sandbox.ledger().balance(alice.getAccountId(), "USD", issuer.getAccountId()))
                .hasValue(TestNetwork.stroops("2"));

        assertThat(network.apply(network.tx(bob, pay(issuer, usd, "3"))).successful())
                .isTrue();
        assertThat(network.sandbox.ledger().balance(bob.getAccountId(), "USD", issuer.getAccountId()))
                .hasValue(0);
    }

    @Test
    void aSourceWithoutTrustlineIsToldSo() {
        KeyPair issuer = network.funded("100");
        KeyPair alice = network.funded("100");
        KeyPair bob = network.funded("100");
        Asset usd = asset("USD", issuer);
        network.apply(network.tx(bob, trust(usd, "100")));
        Transaction payment = network.tx(alice, pay(bob, usd, "4"));

        network.apply(payment);

        assertThat(network.operationCodes(payment)).containsExactly("op_src_no_trust");
    }

    @Test
    @SuppressWarnings("deprecation") // the network still takes the old operation
    void anIssuerThatRequiresAuthorizationDecidesWhoHolds() {
        KeyPair issuer = network.funded("100");
        KeyPair alice = network.funded("100");
        Asset usd = asset("USD", issuer);
        network.apply(network.tx(
                issuer, new SetOptionsOperation.Builder().setSetFlags(3).build()));
        network.apply(network.tx(alice, trust(usd, "100")));
        Transaction refused = network.tx(issuer, pay(alice, usd, "1"));
        network.apply(refused);
        assertThat(network.operationCodes(refused)).containsExactly("op_not_authorized");

        network.apply(network.tx(
                issuer, new org.stellar.sdk.AllowTrustOperation.Builder(alice.getAccountId(), "USD", true).build()));
        assertThat(network.apply(network.tx(issuer, pay(alice, usd, "1"))).successful())
                .isTrue();

        network.apply(network.tx(
                issuer, new org.stellar.sdk.AllowTrustOperation.Builder(alice.getAccountId(), "USD", false).build()));
        Transaction frozen = network.tx(alice, pay(issuer, usd, "1"));
        network.apply(frozen);
        assertThat(network.operationCodes(frozen)).containsExactly("op_src_not_authorized");
    }

    @Test
    void aTrustlineClosesOnlyWhenEmpty() {
        KeyPair issuer = network.funded("100");
        KeyPair alice = network.funded("100");
        Asset usd = asset("USD", issuer);
        network.apply(network.tx(alice, trust(usd, "100")));
        network.apply(network.tx(issuer, pay(alice, usd, "1")));
        Transaction early = network.tx(alice, trust(usd, "0"));
        network.apply(early);
        assertThat(network.operationCodes(early)).containsExactly("op_invalid_limit");

        network.apply(network.tx(alice, pay(issuer, usd, "1")));
        network.apply(network.tx(alice, trust(usd, "0")));

        assertThat(network.sandbox.ledger().balance(alice.getAccountId(), "USD", issuer.getAccountId()))
                .isEmpty();
        assertThat(network.sandbox
                        .ledger()
                        .find(alice.getAccountId())
                        .orElseThrow()
                        .subEntries())
                .isZero();
    }

    @Test
    void trustlinesNeedAnIssuerAndAReserve() {
        KeyPair poor = network.funded("1.4");
        KeyPair alice = network.funded("5");
        Transaction low = network.tx(poor, trust(asset("USD", alice), "1"));
        network.apply(low);
        assertThat(network.operationCodes(low)).containsExactly("op_low_reserve");
        Transaction nobody = network.tx(alice, trust(asset("USD", KeyPair.random()), "1"));
        network.apply(nobody);
        assertThat(network.operationCodes(nobody)).containsExactly("op_no_issuer");
        assertThat(network.refusalOf(network.tx(alice, trust(asset("USD", alice), "1"))))
                .isEqualTo("ERROR txFAILED");
    }

    @Test
    void mergingNeedsAnEmptyAccountAndReturnsEverything() {
        KeyPair issuer = network.funded("100");
        KeyPair alice = network.funded("100");
        network.apply(network.tx(alice, trust(asset("USD", issuer), "1")));
        Operation merge = new AccountMergeOperation.Builder(issuer.getAccountId()).build();
        Transaction early = network.tx(alice, merge);
        network.apply(early);
        assertThat(network.operationCodes(early)).containsExactly("op_has_sub_entries");

        network.apply(network.tx(alice, trust(asset("USD", issuer), "0")));
        assertThat(network.apply(network.tx(alice, merge)).successful()).isTrue();

        assertThat(network.sandbox.ledger().hasAccount(alice.getAccountId())).isFalse();
        assertThat(network.balance(issuer)).isEqualTo(TestNetwork.stroops("200") - 400);
    }

    @Test
    void operationsOfTheExchangeAreNotSupported() {
        KeyPair alice = network.funded("100");
        Transaction offer = network.tx(
                alice,
                new ManageSellOfferOperation.Builder(new AssetTypeNative(), asset("USD", alice), "1", "1").build());

        TestNetwork.Answer answer = network.post("/transactions", offer.toEnvelopeXdrBase64());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/extras/result_codes/operations/0").asString())
                .isEqualTo("op_not_supported");
    }

    private static Asset asset(String code, KeyPair issuer) {
        return Asset.create(null, code, issuer.getAccountId());
    }

    private static Operation trust(Asset asset, String limit) {
        return new ChangeTrustOperation.Builder(ChangeTrustAsset.create(asset), limit).build();
    }

    private static Operation pay(KeyPair to, Asset asset, String amount) {
        return new PaymentOperation.Builder(to.getAccountId(), asset, amount).build();
    }
}
