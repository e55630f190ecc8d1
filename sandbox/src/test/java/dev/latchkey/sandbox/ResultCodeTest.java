package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.AllowTrustOperation;
import org.stellar.sdk.Asset;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.BumpSequenceOperation;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.ClaimClaimableBalanceOperation;
import org.stellar.sdk.Claimant;
import org.stellar.sdk.ClawbackClaimableBalanceOperation;
import org.stellar.sdk.ClawbackOperation;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.CreateClaimableBalanceOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.ManageDataOperation;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.Predicate;
import org.stellar.sdk.SetOptionsOperation;
import org.stellar.sdk.SetTrustlineFlagsOperation;
import org.stellar.sdk.Signer;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TrustLineFlags;
import tools.jackson.databind.JsonNode;

/** Result codes that no story of the other tests comes by. */
@SuppressWarnings("deprecation") // the network still takes allow trust
class ResultCodeTest {
    private final TestNetwork network = new TestNetwork();
    private final KeyPair alice = network.funded("1000");
    private final KeyPair bob = network.funded("1000");
    private final Asset usd = Asset.create(null, "USD", bob.getAccountId());

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void creationOfAccounts() {
        assertThat(failed(alice, create(bob, "1"))).isEqualTo("op_already_exists");
        assertThat(failed(alice, create(KeyPair.random(), "0.9999999"))).isEqualTo("op_low_reserve");
        assertThat(failed(alice, create(KeyPair.random(), "5000"))).isEqualTo("op_underfunded");
        assertThat(refused(alice, create(alice, "5"))).isEqualTo("op_malformed");
    }

    @Test
    void malformedOperations() {
        assertThat(refused(alice, TestNetwork.pay(bob, "0"))).isEqualTo("op_malformed");
        assertThat(refused(alice, new AccountMergeOperation.Builder(alice.getAccountId()).build()))
                .isEqualTo("op_malformed");
        assertThat(refused(bob, new ChangeTrustOperation.Builder(ChangeTrustAsset.create(usd), "1").build()))
                .isEqualTo("op_malformed");
        assertThat(refused(bob, new ClawbackOperation.Builder(bob.getAccountId(), usd, "1").build()))
                .isEqualTo("op_malformed");
        assertThat(refused(bob, new AllowTrustOperation.Builder(bob.getAccountId(), "USD", true).build()))
                .isEqualTo("op_malformed");
        assertThat(refused(alice, flags(EnumSet.noneOf(TrustLineFlags.class)))).isEqualTo("op_malformed");
    }

    @Test
    void aNegativeBumpIsABadSequence() {
        TransactionEnvelope envelope = network.builder(alice)
                .operations(new BumpSequenceOperation.Builder(1).build())
                .signedBy()
                .toEnvelopeXdr();
        envelope.getV1()
                .getTx()
                .getOperations()[0]
                .getBody()
                .getBumpSequenceOp()
                .setBumpTo(new org.stellar.sdk.xdr.SequenceNumber(new org.stellar.sdk.xdr.Int64(-1L)));
        Transaction negative = Transaction.fromV1EnvelopeXdr(envelope.getV1(), network.network());
        negative.sign(alice);
        assertThat(operationCode(network.post("/transactions", negative.toEnvelopeXdrBase64())
                        .body()))
                .isEqualTo("op_bad_seq");
    }

    @Test
    void trustlinesAndTheirIssuers() {
        assertThat(failed(alice, trust("0"))).isEqualTo("op_invalid_limit");
        assertThat(failed(bob, new AllowTrustOperation.Builder(alice.getAccountId(), "USD", true).build()))
                .isEqualTo("op_no_trust");
        network.apply(network.tx(alice, trust("10")));
        assertThat(failed(bob, new AllowTrustOperation.Builder(alice.getAccountId(), "USD", false).build()))
                .isEqualTo("op_cant_revoke");
        assertThat(network.apply(network.tx(alice, trust("20"))).successful()).isTrue();
    }

    @Test
    void anAccountThatWasMergedBeforeIsNoSource() {
        Transaction late = network.builder(alice)
                .operations(
                        new AccountMergeOperation.Builder(alice.getAccountId())
                                .setSourceAccount(bob.getAccountId())
                                .build(),
                        new ManageDataOperation.Builder("k", new byte[] {1})
                                .setSourceAccount(bob.getAccountId())
                                .build())
                .signedBy(alice, bob);
        network.apply(late);
        assertThat(network.operationCodes(late)).containsExactly("op_success", "op_no_source_account");
        assertThat(network.sandbox.ledger().hasAccount(bob.getAccountId())).isTrue();
    }

    @Test
    void aThousandSubEntriesAreTheMost() {
        for (int i = 0; i < 10; i++) {
            List<Operation> hundred = new ArrayList<>();
            for (int j = 0; j < 100; j++) {
                hundred.add(new ManageDataOperation.Builder(UUID.randomUUID().toString(), new byte[] {1}).build());
            }
            assertThat(network.apply(network.tx(alice, hundred.toArray(Operation[]::new)))
                            .successful())
                    .isTrue();
        }
        assertThat(failed(alice, new ManageDataOperation.Builder("one more", new byte[] {1}).build()))
                .isEqualTo("op_too_many_subentries");
        assertThat(failed(alice, trust("1"))).isEqualTo("op_too_many_subentries");
        assertThat(failed(
                        alice,
                        new SetOptionsOperation.Builder()
                                .setSigner(Signer.ed25519PublicKey(bob), 1)
                                .build()))
                .isEqualTo("op_too_many_subentries");
    }

    @Test
    void claimableBalancesOfRegulatedAssets() throws IOException {
        network.apply(network.tx(
                bob, new SetOptionsOperation.Builder().setSetFlags(1 | 2 | 8).build()));
        network.apply(network.tx(alice, trust("5")));
        assertThat(failed(alice, claimable("1", bob))).isEqualTo("op_not_authorized");
        Transaction small = network.tx(bob, claimable("1", alice));
        network.apply(small);
        Operation claim = new ClaimClaimableBalanceOperation.Builder(small.getClaimableBalanceId(0)).build();
        assertThat(failed(alice, claim)).isEqualTo("op_not_authorized");
        network.apply(network.tx(bob, new AllowTrustOperation.Builder(alice.getAccountId(), "USD", true).build()));
        Transaction large = network.tx(bob, claimable("6", alice));
        network.apply(large);
        assertThat(failed(alice, new ClaimClaimableBalanceOperation.Builder(large.getClaimableBalanceId(0)).build()))
                .isEqualTo("op_line_full");

        Operation back = new ClawbackClaimableBalanceOperation.Builder(large.getClaimableBalanceId(0)).build();
        assertThat(failed(alice, back)).isEqualTo("op_no_issuer");
        assertThat(network.apply(network.tx(bob, back)).successful()).isTrue();
        assertThat(failed(bob, back)).isEqualTo("op_does_not_exist");
        Transaction plain = network.tx(
                alice,
                new CreateClaimableBalanceOperation.Builder(
                                "1", Asset.create(null, "EUR", alice.getAccountId()), List.of(claimant(bob)))
                        .build());
        network.apply(plain);
        assertThat(failed(alice, new ClawbackClaimableBalanceOperation.Builder(plain.getClaimableBalanceId(0)).build()))
                .isEqualTo("op_not_clawback_enabled");
    }

    @Test
    void aSelfPaymentOfLumensChangesNothingButTheFee() {
        assertThat(network.apply(network.tx(alice, TestNetwork.pay(alice, "5000")))
                        .successful())
                .isTrue();
        assertThat(network.balance(alice)).isEqualTo(TestNetwork.stroops("1000") - 100);
    }

    @Test
    void theSameExtraSignerTwiceIsMalformed() {
        TransactionEnvelope envelope = network.builder(alice)
                .operations(TestNetwork.pay(bob, "1"))
                .conditions(conditions -> conditions
                        .extraSigner(Signer.ed25519PublicKey(bob))
                        .extraSigner(Signer.ed25519PublicKey(alice)))
                .signedBy()
                .toEnvelopeXdr();
        var extra = envelope.getV1().getTx().getCond().getV2().getExtraSigners();
        extra[1] = extra[0];
        Transaction twice = Transaction.fromV1EnvelopeXdr(envelope.getV1(), network.network());
        twice.sign(alice);
        assertThat(network.refusalOf(twice)).isEqualTo("ERROR txMALFORMED");
    }

    @Test
    void paymentsOfUnknownAssetsNeedATrustline() {
        Asset none = Asset.create(null, "NONE", KeyPair.random().getAccountId());
        assertThat(failed(alice, new PaymentOperation.Builder(bob.getAccountId(), none, "1").build()))
                .isEqualTo("op_no_trust");
        assertThat(network.apply(network.tx(
                                alice,
                                new PaymentOperation.Builder(bob.getAccountId(), new AssetTypeNative(), "1").build()))
                        .successful())
                .isTrue();
    }

    private String failed(KeyPair source, Operation operation) {
        Transaction transaction = network.tx(source, operation);
        assertThat(network.apply(transaction).successful()).isFalse();
        return network.operationCodes(transaction).getFirst();
    }

    private String refused(KeyPair source, Operation operation) {
        return operationCode(
                network.post("/transactions", network.tx(source, operation).toEnvelopeXdrBase64())
                        .body());
    }

    private static String operationCode(JsonNode problem) {
        return problem.at("/extras/result_codes/operations/0").asString("");
    }

    private static Operation create(KeyPair key, String lumens) {
        return new CreateAccountOperation.Builder(key.getAccountId(), lumens).build();
    }

    private Operation trust(String limit) {
        return new ChangeTrustOperation.Builder(ChangeTrustAsset.create(usd), limit).build();
    }

    private Operation flags(EnumSet<TrustLineFlags> clear) {
        return new SetTrustlineFlagsOperation.Builder(
                        bob.getAccountId(), usd, clear, EnumSet.of(TrustLineFlags.AUTHORIZED_FLAG))
                .build();
    }

    private static Claimant claimant(KeyPair key) {
        return new Claimant(key.getAccountId(), new Predicate.Unconditional());
    }

    private Operation claimable(String amount, KeyPair to) {
        return new CreateClaimableBalanceOperation.Builder(amount, usd, List.of(claimant(to))).build();
    }
}
