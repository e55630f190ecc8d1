package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.Asset;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.ClawbackOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.ManageDataOperation;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.SetOptionsOperation;
import org.stellar.sdk.SetTrustlineFlagsOperation;
import org.stellar.sdk.Signer;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.TrustLineFlags;

class AccountSettingsTest {
    private final TestNetwork network = new TestNetwork();
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void optionsAreStoredAndShown() {
        network.apply(network.tx(
                alice,
                options()
                        .setHomeDomain("example.org")
                        .setLowThreshold(1)
                        .setMediumThreshold(1)
                        .setHighThreshold(2)
                        .setMasterKeyWeight(2)
                        .setSigner(Signer.ed25519PublicKey(bob), 1)
                        .build()));
        var body = network.get("/accounts/" + alice.getAccountId()).body();
        assertThat(body.path("home_domain").asString()).isEqualTo("example.org");
        assertThat(body.at("/thresholds/high_threshold").asInt()).isEqualTo(2);
        assertThat(body.path("signers").size()).isEqualTo(2);
        assertThat(body.at("/signers/0/key").asString()).isEqualTo(bob.getAccountId());
        assertThat(body.at("/signers/1/weight").asInt()).isEqualTo(2);
        assertThat(body.path("subentry_count").asInt()).isEqualTo(1);
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThat(refused(options().setSetFlags(16).build())).isEqualTo("op_unknown_flag");
        assertThat(refused(options().setSetFlags(1).setClearFlags(1).build())).isEqualTo("op_bad_flags");
        assertThat(refused(options().setLowThreshold(256).build())).isEqualTo("op_threshold_out_of_range");
        assertThat(refused(
                        options().setSigner(Signer.ed25519PublicKey(alice), 1).build()))
                .isEqualTo("op_bad_signer");
        assertThat(refused(options().setHomeDomain("a\nb").build())).isEqualTo("op_invalid_home_domain");
        assertThat(failed(options().setSetFlags(8).build())).isEqualTo("op_auth_revocable_required");
        assertThat(failed(options()
                        .setInflationDestination(KeyPair.random().getAccountId())
                        .build()))
                .isEqualTo("op_invalid_inflation");
        network.apply(network.tx(alice, options().setSetFlags(4).build()));
        assertThat(failed(options().setSetFlags(1).build())).isEqualTo("op_cant_change");
    }

    @Test
    void anImmutableAccountCannotBeMerged() {
        network.apply(network.tx(alice, options().setSetFlags(4).build()));
        assertThat(failed(new org.stellar.sdk.AccountMergeOperation.Builder(bob.getAccountId()).build()))
                .isEqualTo("op_immutable_set");
        assertThat(failed(new org.stellar.sdk.AccountMergeOperation.Builder(
                                KeyPair.random().getAccountId())
                        .build()))
                .isEqualTo("op_no_account");
    }

    @Test
    void twentySignersAreTheMost() {
        for (int i = 0; i < 20; i++) {
            network.apply(network.tx(
                    alice,
                    options()
                            .setSigner(Signer.ed25519PublicKey(KeyPair.random()), 1)
                            .build()));
        }
        assertThat(failed(options()
                        .setSigner(Signer.ed25519PublicKey(KeyPair.random()), 1)
                        .build()))
                .isEqualTo("op_too_many_signers");
    }

    @Test
    void aSignerNeedsAReserve() {
        KeyPair poor = network.funded("1.4");
        Transaction add = network.tx(
                poor, options().setSigner(Signer.ed25519PublicKey(bob), 1).build());
        network.apply(add);
        assertThat(network.operationCodes(add)).containsExactly("op_low_reserve");
    }

    @Test
    void dataIsStoredChangedAndRemoved() {
        network.apply(network.tx(alice, data("colour", "red")));
        assertThat(network.get("/accounts/" + alice.getAccountId() + "/data/colour")
                        .body()
                        .path("value")
                        .asString())
                .isEqualTo("cmVk");
        network.apply(network.tx(alice, data("colour", "blue")));
        assertThat(network.get("/accounts/" + alice.getAccountId())
                        .body()
                        .at("/data/colour")
                        .asString())
                .isEqualTo("Ymx1ZQ==");
        network.apply(network.tx(alice, new ManageDataOperation.Builder("colour", null).build()));
        assertThat(network.get("/accounts/" + alice.getAccountId() + "/data/colour")
                        .status())
                .isEqualTo(404);
        assertThat(failed(new ManageDataOperation.Builder("colour", null).build()))
                .isEqualTo("op_data_name_not_found");
        assertThat(refused(data("a\nb", "x"))).isEqualTo("op_data_invalid_name");
        KeyPair poor = network.funded("1.4");
        Transaction low = network.tx(poor, data("k", "v"));
        network.apply(low);
        assertThat(network.operationCodes(low)).containsExactly("op_low_reserve");
    }

    @Test
    void anIssuerClawsBackWhatItMayAndOnlyThat() {
        Asset plain = asset("PLAIN", bob);
        network.apply(network.tx(alice, trust(plain)));
        network.apply(network.tx(bob, pay(alice, plain)));
        Transaction refused = network.tx(bob, clawback(plain, "1"));
        network.apply(refused);
        assertThat(network.operationCodes(refused)).containsExactly("op_not_clawback_enabled");

        network.apply(network.tx(bob, options().setSetFlags(2 | 8).build()));
        Asset claw = asset("CLAW", bob);
        Transaction nothing = network.tx(bob, clawback(claw, "1"));
        network.apply(nothing);
        assertThat(network.operationCodes(nothing)).containsExactly("op_no_trust");
        network.apply(network.tx(alice, trust(claw)));
        network.apply(network.tx(bob, pay(alice, claw)));
        Transaction much = network.tx(bob, clawback(claw, "11"));
        network.apply(much);
        assertThat(network.operationCodes(much)).containsExactly("op_underfunded");
        assertThat(network.apply(network.tx(bob, clawback(claw, "4"))).successful())
                .isTrue();
        assertThat(network.sandbox.ledger().balance(alice.getAccountId(), "CLAW", bob.getAccountId()))
                .hasValue(TestNetwork.stroops("6"));
    }

    @Test
    void trustlineFlagsFollowTheIssuersPowers() {
        Asset usd = asset("USD", bob);
        EnumSet<TrustLineFlags> none = EnumSet.noneOf(TrustLineFlags.class);
        EnumSet<TrustLineFlags> authorized = EnumSet.of(TrustLineFlags.AUTHORIZED_FLAG);
        Transaction early = network.tx(
                bob, new SetTrustlineFlagsOperation.Builder(alice.getAccountId(), usd, authorized, none).build());
        network.apply(early);
        assertThat(network.operationCodes(early)).containsExactly("op_no_trust");
        network.apply(network.tx(alice, trust(usd)));
        Transaction revoke = network.tx(
                bob, new SetTrustlineFlagsOperation.Builder(alice.getAccountId(), usd, authorized, none).build());
        network.apply(revoke);
        assertThat(network.operationCodes(revoke)).containsExactly("op_cant_revoke");
        network.apply(network.tx(bob, options().setSetFlags(2).build()));
        Transaction both = network.tx(
                bob,
                new SetTrustlineFlagsOperation.Builder(
                                alice.getAccountId(),
                                usd,
                                none,
                                EnumSet.of(TrustLineFlags.AUTHORIZED_TO_MAINTAIN_LIABILITIES_FLAG))
                        .build());
        network.apply(both);
        assertThat(network.operationCodes(both)).containsExactly("op_invalid_state");
        assertThat(network.apply(network.tx(
                                bob,
                                new SetTrustlineFlagsOperation.Builder(alice.getAccountId(), usd, authorized, none)
                                        .build()))
                        .successful())
                .isTrue();
        Transaction frozen = network.tx(bob, pay(alice, usd));
        network.apply(frozen);
        assertThat(network.operationCodes(frozen)).containsExactly("op_not_authorized");
    }

    private String refused(Operation operation) {
        return network.post("/transactions", network.tx(alice, operation).toEnvelopeXdrBase64())
                .body()
                .at("/extras/result_codes/operations/0")
                .asString();
    }

    private String failed(Operation operation) {
        Transaction transaction = network.tx(alice, operation);
        network.apply(transaction);
        return network.operationCodes(transaction).getFirst();
    }

    private static SetOptionsOperation.Builder options() {
        return new SetOptionsOperation.Builder();
    }

    private static Operation data(String name, String value) {
        return new ManageDataOperation.Builder(name, value.getBytes(StandardCharsets.UTF_8)).build();
    }

    private static Asset asset(String code, KeyPair issuer) {
        return Asset.create(null, code, issuer.getAccountId());
    }

    private static Operation trust(Asset asset) {
        return new ChangeTrustOperation.Builder(ChangeTrustAsset.create(asset), "100").build();
    }

    private static Operation pay(KeyPair to, Asset asset) {
        return new PaymentOperation.Builder(to.getAccountId(), asset, "10").build();
    }

    private Operation clawback(Asset asset, String amount) {
        return new ClawbackOperation.Builder(alice.getAccountId(), asset, amount).build();
    }
}
