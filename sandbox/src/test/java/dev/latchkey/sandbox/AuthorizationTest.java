package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.AccountConverter;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.ManageDataOperation;
import org.stellar.sdk.Network;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.SetOptionsOperation;
import org.stellar.sdk.SignedPayloadSigner;
import org.stellar.sdk.Signer;
import org.stellar.sdk.Transaction;

class AuthorizationTest {
    private final TestNetwork network = new TestNetwork();
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void anUnsignedTransactionIsRefused() {
        assertThat(network.refusalOf(network.builder(alice)
                        .operations(TestNetwork.pay(bob, "1"))
                        .signedBy()))
                .isEqualTo("ERROR txBAD_AUTH");
    }

    @Test
    void aSignatureOfSomebodyElseIsRefused() {
        assertThat(network.refusalOf(network.builder(alice)
                        .operations(TestNetwork.pay(bob, "1"))
                        .signedBy(bob)))
                .isEqualTo("ERROR txBAD_AUTH");
    }

    @Test
    void aSignatureThatIsOfNoUseIsRefused() {
        assertThat(network.refusalOf(network.builder(alice)
                        .operations(TestNetwork.pay(bob, "1"))
                        .signedBy(alice, bob)))
                .isEqualTo("ERROR txBAD_AUTH_EXTRA");
    }

    @Test
    void aSignatureForAnotherNetworkIsRefused() {
        Transaction here =
                network.builder(alice).operations(TestNetwork.pay(bob, "1")).signedBy();
        Transaction there = Transaction.fromV1EnvelopeXdr(
                AccountConverter.enableMuxed(), here.toEnvelopeXdr().getV1(), Network.PUBLIC);
        there.sign(alice);
        assertThat(network.refusalOf(there)).isEqualTo("ERROR txBAD_AUTH");
    }

    @Test
    void theSourceOfAnOperationMustSignToo() {
        Operation fromBob = from(bob, TestNetwork.pay(alice, "1"));
        TestNetwork.Answer refused = network.post(
                "/transactions",
                network.builder(alice).operations(fromBob).signedBy(alice).toEnvelopeXdrBase64());
        assertThat(refused.body().at("/extras/result_codes/operations/0").asString())
                .isEqualTo("op_bad_auth");

        LedgerReads.Transaction paid =
                network.apply(network.builder(alice).operations(fromBob).signedBy(alice, bob));

        assertThat(paid.successful()).isTrue();
        assertThat(network.balance(bob)).isEqualTo(TestNetwork.stroops("99"));
    }

    @Test
    void anAccountMadeInTheSameTransactionSignsWithItsOwnKey() {
        KeyPair carol = KeyPair.random();
        Operation data = new ManageDataOperation.Builder("k", new byte[] {1})
                .setSourceAccount(carol.getAccountId())
                .build();
        assertThat(network.apply(network.builder(alice)
                                .operations(TestNetwork.createAccount(carol, "5"), data)
                                .signedBy(alice, carol))
                        .successful())
                .isTrue();
    }

    @Test
    void thresholdsAskForEnoughWeightByKindOfOperation() {
        network.apply(network.tx(
                alice,
                new SetOptionsOperation.Builder()
                        .setLowThreshold(1)
                        .setMediumThreshold(2)
                        .setHighThreshold(3)
                        .setSigner(Signer.ed25519PublicKey(bob), 1)
                        .build()));
        assertThat(network.refusalOf(network.tx(alice, TestNetwork.pay(bob, "1"))))
                .isEqualTo("ERROR txFAILED");
        assertThat(network.apply(network.builder(alice)
                                .operations(TestNetwork.pay(bob, "1"))
                                .signedBy(alice, bob))
                        .successful())
                .isTrue();
        assertThat(network.refusalOf(network.builder(alice)
                        .operations(new AccountMergeOperation.Builder(bob.getAccountId()).build())
                        .signedBy(alice, bob)))
                .isEqualTo("ERROR txFAILED");
    }

    @Test
    void aMasterKeyOfNoWeightNoLongerSigns() {
        network.apply(network.tx(
                alice,
                new SetOptionsOperation.Builder()
                        .setMasterKeyWeight(0)
                        .setSigner(Signer.ed25519PublicKey(bob), 1)
                        .build()));
        assertThat(network.refusalOf(network.tx(alice, TestNetwork.pay(bob, "1"))))
                .isEqualTo("ERROR txBAD_AUTH");
        assertThat(network.apply(network.builder(alice)
                                .operations(TestNetwork.pay(bob, "1"))
                                .signedBy(bob))
                        .successful())
                .isTrue();
    }

    @Test
    void thePreimageOfAHashSigns() {
        byte[] preimage = "open sesame".getBytes(StandardCharsets.UTF_8);
        network.apply(network.tx(
                alice,
                new SetOptionsOperation.Builder()
                        .setSigner(Signer.sha256Hash(dev.latchkey.sandbox.ledger.Xdr.sha256(preimage)), 1)
                        .build()));
        Transaction payment =
                network.builder(alice).operations(TestNetwork.pay(bob, "1")).signedBy();
        payment.sign(preimage);
        assertThat(network.apply(payment).successful()).isTrue();
    }

    @Test
    void aPreAuthorisedTransactionNeedsNoSignatureAndItsSignerGoesWithIt() {
        Transaction later = network.builder(alice)
                .sequence(network.sequence(alice) + 2)
                .operations(TestNetwork.pay(bob, "1"))
                .signedBy();
        network.apply(network.tx(
                alice,
                new SetOptionsOperation.Builder()
                        .setSigner(Signer.preAuthTx(later.hash()), 1)
                        .build()));

        assertThat(network.apply(later).successful()).isTrue();

        var account = network.sandbox.ledger().find(alice.getAccountId()).orElseThrow();
        assertThat(account.signers()).isEmpty();
        assertThat(account.subEntries()).isZero();
    }

    @Test
    void aPreAuthorisedTransactionThatFailsUsesItsSignerUpAsWell() {
        Transaction later = network.builder(alice)
                .sequence(network.sequence(alice) + 2)
                .operations(TestNetwork.pay(bob, "1000"))
                .signedBy();
        network.apply(network.tx(
                alice,
                new SetOptionsOperation.Builder()
                        .setSigner(Signer.preAuthTx(later.hash()), 1)
                        .build()));

        assertThat(network.apply(later).successful()).isFalse();

        assertThat(network.sandbox
                        .ledger()
                        .find(alice.getAccountId())
                        .orElseThrow()
                        .signers())
                .isEmpty();
    }

    @Test
    void aSignedPayloadSigns() {
        byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8};
        network.apply(network.tx(
                alice,
                new SetOptionsOperation.Builder()
                        .setSigner(Signer.signedPayload(new SignedPayloadSigner(bob.getPublicKey(), payload)), 1)
                        .build()));
        Transaction payment =
                network.builder(alice).operations(TestNetwork.pay(bob, "1")).signedBy();
        payment.addSignature(bob.signPayloadDecorated(payload));
        assertThat(network.apply(payment).successful()).isTrue();
    }

    @Test
    void extraSignersOfThePreconditionsMustHaveSigned() {
        TestNetwork.Builder builder = network.builder(alice)
                .operations(TestNetwork.pay(bob, "1"))
                .conditions(conditions -> conditions.extraSigner(Signer.ed25519PublicKey(bob)));
        assertThat(network.refusalOf(builder.signedBy(alice))).isEqualTo("ERROR txBAD_AUTH");
        assertThat(network.apply(builder.signedBy(alice, bob)).successful()).isTrue();
    }

    @Test
    void anUnknownSourceAccountIsRefused() {
        KeyPair nobody = KeyPair.random();
        assertThat(network.refusalOf(network.builder(nobody)
                        .sequence(1)
                        .operations(TestNetwork.pay(bob, "1"))
                        .signedBy(nobody)))
                .isEqualTo("ERROR txNO_ACCOUNT");
    }

    private static Operation from(KeyPair source, Operation payment) {
        PaymentOperation pay = (PaymentOperation) payment;
        return new PaymentOperation.Builder(pay.getDestination(), pay.getAsset(), pay.getAmount())
                .setSourceAccount(source.getAccountId())
                .build();
    }
}
