package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.fault.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.TransactionResult;
import org.stellar.sdk.xdr.TransactionResultCode;

class QueueTest {
    private final TestNetwork network = new TestNetwork(options -> options.withOperationsPerLedger(2));
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void oneTransactionPerSourceWaits() {
        Transaction first = network.tx(alice, TestNetwork.pay(bob, "1"));
        Transaction second = network.builder(alice)
                .sequence(first.getSequenceNumber() + 1)
                .operations(TestNetwork.pay(bob, "1"))
                .signedBy(alice);
        assertThat(network.refusalOf(first)).isEqualTo("PENDING ");
        assertThat(network.refusalOf(second)).isEqualTo("TRY_AGAIN_LATER ");
        network.sandbox.closeLedger();
        assertThat(network.refusalOf(second)).isEqualTo("PENDING ");
    }

    @Test
    void aLowerSequenceThanTheWaitingOneIsBad() {
        long sequence = network.sequence(alice);
        network.submit(network.tx(alice, TestNetwork.pay(bob, "1")));
        assertThat(network.refusalOf(network.builder(alice)
                        .sequence(sequence)
                        .operations(TestNetwork.pay(bob, "1"))
                        .signedBy(alice)))
                .isEqualTo("ERROR txBAD_SEQ");
    }

    @Test
    void theSameBytesAgainAreADuplicate() {
        Transaction payment = network.tx(alice, TestNetwork.pay(bob, "1"));
        network.submit(payment);
        TestNetwork.Answer again = network.post("/transactions_async", payment.toEnvelopeXdrBase64());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().path("tx_status").asString()).isEqualTo("DUPLICATE");
        assertThat(again.body().path("hash").asString()).isEqualTo(payment.hashHex());
    }

    @Test
    void theInnerTransactionOfAWaitingFeeBumpIsADuplicate() {
        Transaction payment = network.tx(alice, TestNetwork.pay(bob, "1"));
        network.submit(network.bump(bob, payment, 400));
        assertThat(network.refusalOf(payment)).isEqualTo("DUPLICATE ");
    }

    @Test
    void afterFourLedgersItIsDroppedAndBannedForTen() {
        network.sandbox.faults().neverInclude(1, any -> true);
        Transaction payment = network.tx(alice, TestNetwork.pay(bob, "1"));
        network.submit(payment);
        for (int i = 0; i < 3; i++) {
            network.sandbox.closeLedger();
            assertThat(network.refusalOf(payment)).isEqualTo("DUPLICATE ");
        }
        network.sandbox.closeLedger();
        assertThat(network.sandbox.ledger().pendingTransactions()).isZero();
        assertThat(network.refusalOf(payment)).isEqualTo("TRY_AGAIN_LATER ");
        assertThat(network.refusalOf(network.bump(bob, payment, 400))).isEqualTo("PENDING ");
        network.sandbox.closeLedger();
        assertThat(network.sandbox.ledger().successfulPayments(alice.getAccountId()))
                .isEqualTo(1);
    }

    @Test
    void aBanEndsAfterTenLedgers() {
        network.sandbox.faults().neverInclude(1, any -> true);
        Transaction payment = network.tx(alice, TestNetwork.pay(bob, "1"));
        network.submit(payment);
        for (int i = 0; i < 4 + 9; i++) {
            network.sandbox.closeLedger();
        }
        assertThat(network.refusalOf(payment)).isEqualTo("TRY_AGAIN_LATER ");
        network.sandbox.closeLedger();
        assertThat(network.refusalOf(payment)).isEqualTo("PENDING ");
    }

    @Test
    void aFullQueueEvictsTheCheapestOrNamesTheFeeToBeat() {
        KeyPair[] payers = new KeyPair[5];
        for (int i = 0; i < payers.length; i++) {
            payers[i] = network.funded("10");
        }
        for (int i = 0; i < 4; i++) {
            Transaction payment = network.builder(payers[i])
                    .fee(200 + i)
                    .operations(TestNetwork.pay(alice, "1"))
                    .signedBy(payers[i]);
            assertThat(network.refusalOf(payment)).isEqualTo("PENDING ");
        }
        TransactionResult result = TestNetwork.result(network.submit(network.builder(payers[4])
                .fee(200)
                .operations(TestNetwork.pay(alice, "1"))
                .signedBy(payers[4])));
        assertThat(result.getResult().getDiscriminant()).isEqualTo(TransactionResultCode.txINSUFFICIENT_FEE);
        assertThat(result.getFeeCharged().getInt64()).isEqualTo(201);

        Transaction better = network.builder(payers[4])
                .fee(300)
                .operations(TestNetwork.pay(alice, "1"))
                .signedBy(payers[4]);
        assertThat(network.refusalOf(better)).isEqualTo("PENDING ");
        assertThat(network.sandbox.ledger().pendingTransactions()).isEqualTo(4);

        network.sandbox.closeLedger();
        LedgerReads.Transaction paid =
                network.sandbox.ledger().transaction(better.hashHex()).orElseThrow();
        assertThat(paid.feeCharged()).as("the lowest rate that got in").isEqualTo(203);
        network.sandbox.closeLedger();
        assertThat(network.sandbox.ledger().pendingTransactions()).isZero();
        assertThat(network.sandbox.ledger().successfulPayments(payers[0].getAccountId()))
                .isZero();
    }

    @Test
    void forcedTryAgainLaterTakesNothing() {
        network.sandbox.faults().answerTryAgainLater(Faults.ALWAYS, any -> true);
        Transaction payment = network.tx(alice, TestNetwork.pay(bob, "1"));
        TestNetwork.Answer answer = network.post("/transactions_async", payment.toEnvelopeXdrBase64());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(network.sandbox.ledger().pendingTransactions()).isZero();
    }
}
