package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.FeeBumpTransaction;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.TransactionResult;
import org.stellar.sdk.xdr.TransactionResultCode;
import tools.jackson.databind.JsonNode;

class FeeTest {
    private final TestNetwork network = new TestNetwork();
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");
    private final KeyPair sponsor = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void tooLowAFeeIsRefusedWithTheFeeThatWouldDo() {
        JsonNode answer = network.submit(payment("1").fee(99).signedBy(alice));
        TransactionResult result = TestNetwork.result(answer);
        assertThat(result.getResult().getDiscriminant()).isEqualTo(TransactionResultCode.txINSUFFICIENT_FEE);
        assertThat(result.getFeeCharged().getInt64()).isEqualTo(100);
    }

    @Test
    void aRefusedFeeBansTheHash() {
        Transaction cheap = payment("1").fee(99).signedBy(alice);
        network.submit(cheap);
        assertThat(network.refusalOf(cheap)).isEqualTo("TRY_AGAIN_LATER ");
    }

    @Test
    void theChargeIsTheLedgersRateNotTheBid() {
        LedgerReads.Transaction paid = network.apply(payment("1").fee(100_000).signedBy(alice));
        assertThat(paid.feeCharged()).isEqualTo(100);
    }

    @Test
    void aFeeBumpPaysForAnInnerTransactionThatBidsNothing() {
        Transaction inner = payment("1").fee(0).signedBy(alice);
        FeeBumpTransaction bump = network.bump(sponsor, inner, 200);

        LedgerReads.Transaction paid = network.apply(bump);

        assertThat(paid.code()).isEqualTo("tx_fee_bump_inner_success");
        assertThat(paid.feeCharged()).isEqualTo(200);
        assertThat(paid.innerHash()).isEqualTo(inner.hashHex());
        assertThat(network.sandbox.ledger().transaction(inner.hashHex())).contains(paid);
        assertThat(network.balance(alice)).isEqualTo(TestNetwork.stroops("99"));
        assertThat(network.balance(sponsor)).isEqualTo(TestNetwork.stroops("100") - 200);
    }

    @Test
    void aFeeBumpCountsAsOneMoreOperation() {
        Transaction inner = payment("1").fee(0).signedBy(alice);
        TransactionResult result = TestNetwork.result(network.submit(network.bump(sponsor, inner, 199)));
        assertThat(result.getResult().getDiscriminant()).isEqualTo(TransactionResultCode.txINSUFFICIENT_FEE);
        assertThat(result.getFeeCharged().getInt64()).isEqualTo(200);
    }

    @Test
    void aFeeBumpMustNotLowerTheRate() {
        Transaction inner = payment("1").fee(1000).signedBy(alice);
        TransactionResult result = TestNetwork.result(network.submit(network.bump(sponsor, inner, 1999)));
        assertThat(result.getResult().getDiscriminant()).isEqualTo(TransactionResultCode.txINSUFFICIENT_FEE);
        assertThat(result.getFeeCharged().getInt64()).isEqualTo(2000);
        assertThat(network.apply(network.bump(sponsor, inner, 2000)).successful())
                .isTrue();
    }

    @Test
    void aFeeBumpOfAFailingTransactionCostsItsFeeAndTheSequence() {
        Transaction inner = payment("1000").signedBy(alice);
        LedgerReads.Transaction failed = network.apply(network.bump(sponsor, inner, 400));
        assertThat(failed.code()).isEqualTo("tx_fee_bump_inner_failed");
        assertThat(network.balance(sponsor)).isEqualTo(TestNetwork.stroops("100") - 200);
        assertThat(network.sequence(alice)).isEqualTo(inner.getSequenceNumber());
        JsonNode codes = network.post(
                        "/transactions", network.bump(sponsor, inner, 400).toEnvelopeXdrBase64())
                .body()
                .at("/extras/result_codes");
        assertThat(codes.path("transaction").asString()).isEqualTo("tx_fee_bump_inner_failed");
        assertThat(codes.path("inner_transaction").asString()).isEqualTo("tx_failed");
        assertThat(codes.path("operations").path(0).asString()).isEqualTo("op_underfunded");
    }

    @Test
    void aFeeBumpOfAnInvalidTransactionIsRefusedWithTheInnerCode() {
        Transaction inner = payment("1").sequence(network.sequence(alice) + 5).signedBy(alice);
        TransactionResult result = TestNetwork.result(network.submit(network.bump(sponsor, inner, 400)));
        assertThat(result.getResult().getDiscriminant()).isEqualTo(TransactionResultCode.txFEE_BUMP_INNER_FAILED);
        assertThat(result.getResult()
                        .getInnerResultPair()
                        .getResult()
                        .getResult()
                        .getDiscriminant())
                .isEqualTo(TransactionResultCode.txBAD_SEQ);
    }

    @Test
    void aFeeBumpNeedsItsPayersSignature() {
        Transaction inner = payment("1").signedBy(alice);
        FeeBumpTransaction bump = network.bump(sponsor, inner, 400);
        bump.sign(bob);
        assertThat(network.refusalOf(bump)).isEqualTo("ERROR txBAD_AUTH_EXTRA");
        FeeBumpTransaction unsigned = FeeBumpTransaction.fromFeeBumpTransactionEnvelope(
                unsigned(network.bump(sponsor, inner, 400)), network.network());
        assertThat(network.refusalOf(unsigned)).isEqualTo("ERROR txBAD_AUTH");
        assertThat(network.refusalOf(network.bump(KeyPair.random(), inner, 400)))
                .isEqualTo("ERROR txNO_ACCOUNT");
    }

    @Test
    void aReplacementMustPayTenTimesTheRate() {
        Transaction first = payment("1").fee(100).signedBy(alice);
        network.submit(first);
        TransactionResult result = TestNetwork.result(network.submit(network.bump(sponsor, first, 1999)));
        assertThat(result.getResult().getDiscriminant()).isEqualTo(TransactionResultCode.txINSUFFICIENT_FEE);
        assertThat(result.getFeeCharged().getInt64()).isEqualTo(2000);

        FeeBumpTransaction bump = network.bump(sponsor, first, 2000);
        assertThat(network.submit(bump).path("tx_status").asString()).isEqualTo("PENDING");
        network.sandbox.closeLedger();

        assertThat(network.sandbox
                        .ledger()
                        .transaction(bump.hashHex())
                        .orElseThrow()
                        .successful())
                .isTrue();
        assertThat(network.sandbox.ledger().successfulPayments(alice.getAccountId()))
                .isEqualTo(1);
    }

    @Test
    void thePayerMustCoverTheSumOfItsPendingBids() {
        long spendable = network.balance(sponsor) - TestNetwork.stroops("1");
        Transaction first = payment("1").signedBy(alice);
        Transaction second = network.tx(bob, TestNetwork.pay(alice, "1"));
        assertThat(network.submit(network.bump(sponsor, first, spendable - 1000))
                        .path("tx_status")
                        .asString())
                .isEqualTo("PENDING");
        assertThat(network.refusalOf(network.bump(sponsor, second, 1001))).isEqualTo("ERROR txINSUFFICIENT_BALANCE");
        assertThat(network.submit(network.bump(sponsor, second, 1000))
                        .path("tx_status")
                        .asString())
                .isEqualTo("PENDING");
    }

    @Test
    void theFeeMustNotTouchTheReserve() {
        KeyPair poor = network.funded("1.0000099");
        assertThat(network.refusalOf(network.tx(poor, TestNetwork.pay(alice, "0.0000001"))))
                .isEqualTo("ERROR txINSUFFICIENT_BALANCE");
    }

    @Test
    void aSurgeRaisesWhatIsTakenAndCharged() {
        network.sandbox.faults().surge(5_000);
        TransactionResult result =
                TestNetwork.result(network.submit(payment("1").fee(4_999).signedBy(alice)));
        assertThat(result.getFeeCharged().getInt64()).isEqualTo(5_000);
        assertThat(network.apply(payment("1").fee(100_000).signedBy(alice)).feeCharged())
                .isEqualTo(5_000);
        assertThat(network.get("/fee_stats").body().path("last_ledger_base_fee").asString())
                .isEqualTo("5000");
    }

    @Test
    void whatWaitedWhenASurgeBeganIsLeftOutUntilItEnds() {
        Transaction waiting = payment("1").fee(200).signedBy(alice);
        network.submit(waiting);
        network.sandbox.faults().surge(5_000);
        network.sandbox.closeLedger();
        assertThat(network.sandbox.ledger().transaction(waiting.hashHex())).isEmpty();
        network.sandbox.faults().surge(0);
        network.sandbox.closeLedger();
        assertThat(network.sandbox.ledger().transaction(waiting.hashHex())).isPresent();
    }

    private TestNetwork.Builder payment(String amount) {
        return network.builder(alice).operations(TestNetwork.pay(bob, amount));
    }

    private static org.stellar.sdk.xdr.FeeBumpTransactionEnvelope unsigned(FeeBumpTransaction bump) {
        org.stellar.sdk.xdr.FeeBumpTransactionEnvelope envelope =
                bump.toEnvelopeXdr().getFeeBump();
        envelope.setSignatures(new org.stellar.sdk.xdr.DecoratedSignature[0]);
        return envelope;
    }
}
