package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.Asset;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.ClaimClaimableBalanceOperation;
import org.stellar.sdk.Claimant;
import org.stellar.sdk.CreateClaimableBalanceOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Operation;
import org.stellar.sdk.Predicate;
import org.stellar.sdk.RevokeClaimableBalanceSponsorshipOperation;
import org.stellar.sdk.Transaction;
import tools.jackson.databind.JsonNode;

class ClaimableBalanceTest {
    private final TestNetwork network = new TestNetwork();
    private final KeyPair alice = network.funded("100");
    private final KeyPair bob = network.funded("100");

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aBalanceIsSetAsideAndClaimedOnce() throws IOException {
        Transaction create = network.tx(alice, create("10", always(bob)));
        network.apply(create);
        String id = create.getClaimableBalanceId(0);
        JsonNode shown = network.get("/claimable_balances/" + id).body();
        assertThat(shown.path("amount").asString()).isEqualTo("10.0000000");
        assertThat(shown.path("asset").asString()).isEqualTo("native");
        assertThat(shown.path("sponsor").asString()).isEqualTo(alice.getAccountId());
        assertThat(network.records("/claimable_balances?claimant=" + bob.getAccountId()))
                .hasSize(1);
        assertThat(network.sandbox
                        .ledger()
                        .find(alice.getAccountId())
                        .orElseThrow()
                        .sponsoring())
                .isEqualTo(1);

        assertThat(network.apply(network.tx(bob, claim(id))).successful()).isTrue();

        assertThat(network.balance(bob)).isEqualTo(TestNetwork.stroops("110") - 100);
        assertThat(network.sandbox
                        .ledger()
                        .find(alice.getAccountId())
                        .orElseThrow()
                        .sponsoring())
                .isZero();
        Transaction again = network.tx(bob, claim(id));
        network.apply(again);
        assertThat(network.operationCodes(again)).containsExactly("op_does_not_exist");
        assertThat(network.get("/claimable_balances/" + id).status()).isEqualTo(404);
    }

    @Test
    void onlyClaimantsClaimAndOnlyInTime() throws IOException {
        Transaction create = network.tx(
                alice, create("10", new Claimant(bob.getAccountId(), new Predicate.RelBefore(duration(60)))));
        network.apply(create);
        String id = create.getClaimableBalanceId(0);
        Transaction foreign = network.tx(alice, claim(id));
        network.apply(foreign);
        assertThat(network.operationCodes(foreign)).containsExactly("op_cannot_claim");
        network.clock.advance(Duration.ofSeconds(61));
        Transaction late = network.tx(bob, claim(id));
        network.apply(late);
        assertThat(network.operationCodes(late)).containsExactly("op_cannot_claim");
        assertThat(network.get("/claimable_balances/" + id)
                        .body()
                        .at("/claimants/0/predicate")
                        .has("abs_before_epoch"))
                .isTrue();
    }

    @Test
    void whatCannotBePaidCannotBeSetAside() {
        KeyPair poor = network.funded("2");
        Transaction much = network.tx(poor, create("50", always(bob)));
        network.apply(much);
        assertThat(network.operationCodes(much)).containsExactly("op_underfunded");
        Transaction reserve = network.tx(poor, create("0.8", always(bob)));
        network.apply(reserve);
        assertThat(network.operationCodes(reserve)).containsExactly("op_low_reserve");
        Asset usd = Asset.create(null, "USD", bob.getAccountId());
        Transaction noTrust =
                network.tx(alice, new CreateClaimableBalanceOperation.Builder("1", usd, List.of(always(bob))).build());
        network.apply(noTrust);
        assertThat(network.operationCodes(noTrust)).containsExactly("op_no_trust");
        assertThat(network.refusalOf(network.tx(alice, create("1", always(bob), always(bob)))))
                .isEqualTo("ERROR txFAILED");
    }

    @Test
    void aClaimantNeedsATrustline() throws IOException {
        Asset usd = Asset.create(null, "USD", bob.getAccountId());
        Transaction create =
                network.tx(bob, new CreateClaimableBalanceOperation.Builder("1", usd, List.of(always(alice))).build());
        network.apply(create);
        Transaction claim = network.tx(alice, claim(create.getClaimableBalanceId(0)));
        network.apply(claim);
        assertThat(network.operationCodes(claim)).containsExactly("op_no_trust");
    }

    @Test
    void itsSponsorshipCanOnlyBeMoved() throws IOException {
        Transaction create = network.tx(alice, create("10", always(bob)));
        network.apply(create);
        Transaction revoke = network.tx(
                alice, new RevokeClaimableBalanceSponsorshipOperation.Builder(create.getClaimableBalanceId(0)).build());
        network.apply(revoke);
        assertThat(network.operationCodes(revoke)).containsExactly("op_only_transferable");
    }

    private static Claimant always(KeyPair key) {
        return new Claimant(key.getAccountId(), new Predicate.Unconditional());
    }

    private static org.stellar.sdk.xdr.Duration duration(long seconds) {
        return new org.stellar.sdk.xdr.Duration(dev.latchkey.sandbox.ledger.Xdr.uint64(seconds));
    }

    private static Operation create(String amount, Claimant... claimants) {
        return new CreateClaimableBalanceOperation.Builder(amount, new AssetTypeNative(), List.of(claimants)).build();
    }

    private static Operation claim(String id) {
        return new ClaimClaimableBalanceOperation.Builder(id).build();
    }
}
