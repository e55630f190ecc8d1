package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.BumpSequenceOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.LedgerBounds;
import org.stellar.sdk.TimeBounds;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.TransactionEnvelope;

class PreconditionTest {
    private final TestNetwork network = new TestNetwork();
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void theSequenceMustBeTheNext() {
        long sequence = network.sequence(alice);
        assertThat(network.refusalOf(payment().sequence(sequence).signedBy(alice)))
                .isEqualTo("ERROR txBAD_SEQ");
        assertThat(network.refusalOf(payment().sequence(sequence + 2).signedBy(alice)))
                .isEqualTo("ERROR txBAD_SEQ");
    }

    @Test
    void anAppliedTransactionCannotBeAppliedAgain() {
        Transaction payment = payment().signedBy(alice);
        network.apply(payment);
        assertThat(network.refusalOf(payment)).isEqualTo("ERROR txBAD_SEQ");
        assertThat(network.sandbox.ledger().successfulPayments(alice.getAccountId()))
                .isEqualTo(1);
    }

    @Test
    void aMinimumSequenceLetsAGapBeSkipped() {
        long sequence = network.sequence(alice);
        TestNetwork.Builder skipping =
                payment().sequence(sequence + 10).conditions(conditions -> conditions.minSeqNumber(sequence));
        assertThat(network.apply(skipping.signedBy(alice)).successful()).isTrue();
        assertThat(network.sequence(alice)).isEqualTo(sequence + 10);
        assertThat(network.refusalOf(payment()
                        .sequence(sequence + 20)
                        .conditions(conditions -> conditions.minSeqNumber(sequence + 11))
                        .signedBy(alice)))
                .isEqualTo("ERROR txBAD_SEQ");
    }

    @Test
    void aMinimumSequenceAgeDelays() {
        network.apply(payment().signedBy(alice));
        TestNetwork.Builder old = payment().conditions(conditions -> conditions.minSeqAge(BigInteger.valueOf(60)));
        assertThat(network.refusalOf(old.signedBy(alice))).isEqualTo("ERROR txBAD_MIN_SEQ_AGE_OR_GAP");
        network.clock.advance(Duration.ofSeconds(60));
        network.sandbox.closeLedger();
        assertThat(network.apply(old.signedBy(alice)).successful()).isTrue();
    }

    @Test
    void aMinimumLedgerGapDelays() {
        network.apply(payment().signedBy(alice));
        TestNetwork.Builder apart = payment().conditions(conditions -> conditions.minSeqLedgerGap(3));
        assertThat(network.refusalOf(apart.signedBy(alice))).isEqualTo("ERROR txBAD_MIN_SEQ_AGE_OR_GAP");
        network.sandbox.closeLedger();
        network.sandbox.closeLedger();
        assertThat(network.apply(apart.signedBy(alice)).successful()).isTrue();
    }

    @Test
    void timeBoundsAreThoseOfTheLedgersCloseTime() {
        long now = network.clock.seconds();
        assertThat(network.refusalOf(payment()
                        .conditions(c -> c.timeBounds(new TimeBounds(now + 10, 0)))
                        .signedBy(alice)))
                .isEqualTo("ERROR txTOO_EARLY");
        assertThat(network.refusalOf(payment()
                        .conditions(c -> c.timeBounds(new TimeBounds(0, now - 1)))
                        .signedBy(alice)))
                .isEqualTo("ERROR txTOO_LATE");
        assertThat(network.apply(payment()
                                .conditions(c -> c.timeBounds(new TimeBounds(now, now)))
                                .signedBy(alice))
                        .successful())
                .isTrue();
    }

    @Test
    void aTransactionWhoseTimePassesInTheQueueUsesNothingUp() {
        long now = network.clock.seconds();
        Transaction short0 = payment()
                .conditions(c -> c.timeBounds(new TimeBounds(0, now + 5)))
                .signedBy(alice);
        network.submit(short0);
        network.clock.advance(Duration.ofSeconds(6));
        network.sandbox.closeLedger();

        assertThat(network.sandbox.ledger().transaction(short0.hashHex())).isEmpty();
        assertThat(network.sandbox.ledger().pendingTransactions()).isZero();
        assertThat(network.balance(alice)).isEqualTo(TestNetwork.stroops("100"));
    }

    @Test
    void ledgerBoundsAreThoseOfTheNextLedger() {
        int next = network.sandbox.ledger().latestLedger() + 1;
        assertThat(network.refusalOf(payment().conditions(bounds(next + 1, 0)).signedBy(alice)))
                .isEqualTo("ERROR txTOO_EARLY");
        assertThat(network.refusalOf(payment().conditions(bounds(0, next)).signedBy(alice)))
                .isEqualTo("ERROR txTOO_LATE");
        assertThat(network.apply(payment().conditions(bounds(next, next + 1)).signedBy(alice))
                        .successful())
                .isTrue();
    }

    @Test
    void bumpingTheSequenceOutdatesEarlierEnvelopes() {
        Transaction early = payment().sequence(network.sequence(alice) + 2).signedBy(alice);
        long target = network.sequence(alice) + 100;
        network.apply(network.tx(alice, new BumpSequenceOperation.Builder(target).build()));
        assertThat(network.sequence(alice)).isEqualTo(target);
        assertThat(network.refusalOf(early)).isEqualTo("ERROR txBAD_SEQ");
        Transaction backwards = network.tx(alice, new BumpSequenceOperation.Builder(1).build());
        assertThat(network.apply(backwards).successful()).isTrue();
        assertThat(network.sequence(alice)).isEqualTo(target + 1);
    }

    @Test
    void aTransactionWithoutOperationsIsRefused() {
        TransactionEnvelope envelope = payment().signedBy().toEnvelopeXdr();
        envelope.getV1().getTx().setOperations(new Operation[0]);
        TestNetwork.Answer answer = network.post("/transactions_async", base64(envelope));
        assertThat(TestNetwork.refusal(answer.body())).isEqualTo("txMISSING_OPERATION");
    }

    private TestNetwork.Builder payment() {
        return network.builder(alice).operations(TestNetwork.pay(bob, "1"));
    }

    private static java.util.function.UnaryOperator<
                    org.stellar.sdk.TransactionPreconditions.TransactionPreconditionsBuilder>
            bounds(int minimum, int maximum) {
        return conditions -> conditions.ledgerBounds(
                LedgerBounds.builder().minLedger(minimum).maxLedger(maximum).build());
    }

    private static String base64(TransactionEnvelope envelope) {
        return dev.latchkey.sandbox.ledger.Xdr.base64(envelope::toXdrByteArray);
    }
}
