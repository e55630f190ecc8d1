package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.ledger.Account;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.Asset;
import org.stellar.sdk.BeginSponsoringFutureReservesOperation;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.EndSponsoringFutureReservesOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.ManageDataOperation;
import org.stellar.sdk.Operation;
import org.stellar.sdk.RevokeAccountSponsorshipOperation;
import org.stellar.sdk.RevokeDataSponsorshipOperation;
import org.stellar.sdk.RevokeSignerSponsorshipOperation;
import org.stellar.sdk.RevokeTrustlineSponsorshipOperation;
import org.stellar.sdk.SetOptionsOperation;
import org.stellar.sdk.Signer;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.TrustLineAsset;

class SponsorshipTest {
    private final TestNetwork network = new TestNetwork();
    private final KeyPair sponsor = network.funded("100");
    private final KeyPair issuer = network.funded("100");
    private final KeyPair user = KeyPair.random();
    private final Asset usd = Asset.create(null, "USD", issuer.getAccountId());

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aSandwichMakesAnAccountWithoutAnyLumensOfItsOwn() {
        LedgerReads.Transaction made = network.apply(onboarding().signedBy(sponsor, user));

        assertThat(made.successful()).isTrue();
        Account account = find(user);
        assertThat(account.balance()).isZero();
        assertThat(account.sponsor()).isEqualTo(sponsor.getAccountId());
        assertThat(account.sponsored()).isEqualTo(3);
        assertThat(account.subEntries()).isEqualTo(1);
        assertThat(find(sponsor).sponsoring()).isEqualTo(3);
    }

    @Test
    void theSponsoredAccountMustAgree() {
        assertThat(network.refusalOf(onboarding().signedBy(sponsor))).isEqualTo("ERROR txFAILED");
    }

    @Test
    void theSponsorsReserveIsNotSpendableAnyMore() {
        network.apply(onboarding().signedBy(sponsor, user));
        long spendable = network.balance(sponsor) - TestNetwork.stroops("2.5");
        Transaction tooMuch = network.tx(sponsor, TestNetwork.pay(issuer, lumens(spendable - 100 + 1)));
        network.apply(tooMuch);
        assertThat(network.operationCodes(tooMuch)).containsExactly("op_underfunded");
        assertThat(network.apply(network.tx(sponsor, TestNetwork.pay(issuer, lumens(spendable - 200))))
                        .successful())
                .isTrue();
    }

    @Test
    void aSponsorWithoutReserveToSpareCannotSponsor() {
        KeyPair poor = network.funded("2.4");
        Transaction made = network.builder(poor)
                .operations(begin(poor, user), create(poor, user), trust(user), end(user))
                .signedBy(poor, user);
        network.apply(made);
        assertThat(network.operationCodes(made))
                .containsExactly("op_success", "op_success", "op_low_reserve", "op_success");
        assertThat(network.sandbox.ledger().hasAccount(user.getAccountId())).isFalse();
    }

    @Test
    void aSandwichLeftOpenIsBadSponsorship() {
        LedgerReads.Transaction open = network.apply(network.builder(sponsor)
                .operations(begin(sponsor, user), create(sponsor, user))
                .signedBy(sponsor));
        assertThat(open.code()).isEqualTo("tx_bad_sponsorship");
        assertThat(network.sandbox.ledger().hasAccount(user.getAccountId())).isFalse();
    }

    @Test
    void sponsorshipsDoNotNest() {
        KeyPair other = network.funded("100");
        Transaction twice = network.builder(sponsor)
                .operations(begin(sponsor, issuer), begin(other, issuer), end(issuer))
                .signedBy(sponsor, other, issuer);
        network.apply(twice);
        assertThat(network.operationCodes(twice)).containsExactly("op_success", "op_already_sponsored", "op_success");

        Transaction recursive = network.builder(sponsor)
                .operations(begin(sponsor, issuer), begin(issuer, other), end(issuer))
                .signedBy(sponsor, issuer);
        network.apply(recursive);
        assertThat(network.operationCodes(recursive)).containsExactly("op_success", "op_recursive", "op_success");

        Transaction backwards = network.builder(sponsor)
                .operations(begin(issuer, other), begin(sponsor, issuer), end(other))
                .signedBy(sponsor, issuer, other);
        network.apply(backwards);
        assertThat(network.operationCodes(backwards)).containsExactly("op_success", "op_recursive", "op_success");
    }

    @Test
    void onlyWhoIsSponsoredCanEndIt() {
        Transaction end = network.tx(sponsor, end(sponsor));
        network.apply(end);
        assertThat(network.operationCodes(end)).containsExactly("op_not_sponsored");
        assertThat(network.refusalOf(network.tx(sponsor, begin(sponsor, sponsor))))
                .isEqualTo("ERROR txFAILED");
    }

    @Test
    void dataAndSignersCanBeSponsored() {
        network.apply(network.builder(sponsor)
                .operations(begin(sponsor, issuer), data(issuer, new byte[] {1}), signer(issuer, 1), end(issuer))
                .signedBy(sponsor, issuer));
        assertThat(find(issuer).sponsored()).isEqualTo(2);
        assertThat(find(issuer).subEntries()).isEqualTo(2);
        assertThat(find(sponsor).sponsoring()).isEqualTo(2);

        network.apply(network.builder(issuer)
                .operations(data(issuer, null), signer(issuer, 0))
                .signedBy(issuer));
        assertThat(find(issuer).sponsored()).isZero();
        assertThat(find(issuer).subEntries()).isZero();
        assertThat(find(sponsor).sponsoring()).isZero();
    }

    @Test
    void revokingGivesTheReserveBackToAnOwnerWhoCanPayIt() {
        network.apply(onboarding().signedBy(sponsor, user));
        Transaction early = network.tx(sponsor, revokeAccount());
        network.apply(early);
        assertThat(network.operationCodes(early)).containsExactly("op_low_reserve");

        network.apply(network.tx(issuer, TestNetwork.pay(user, "5")));
        assertThat(network.apply(network.tx(sponsor, revokeAccount(), revokeTrustline()))
                        .successful())
                .isTrue();

        assertThat(find(user).sponsor()).isNull();
        assertThat(find(user).sponsored()).isZero();
        assertThat(find(sponsor).sponsoring()).isZero();
    }

    @Test
    void revokingInsideASandwichMovesTheReserve() {
        network.apply(onboarding().signedBy(sponsor, user));
        KeyPair next = network.funded("100");
        assertThat(network.apply(network.builder(next)
                                .operations(begin(next, sponsor), revokeAccount(), end(sponsor))
                                .signedBy(next, sponsor))
                        .successful())
                .isTrue();
        assertThat(find(user).sponsor()).isEqualTo(next.getAccountId());
        assertThat(find(user).sponsored()).isEqualTo(3);
        assertThat(find(sponsor).sponsoring()).isEqualTo(1);
        assertThat(find(next).sponsoring()).isEqualTo(2);
    }

    @Test
    void signersAndDataCanBeRevoked() {
        network.apply(network.builder(sponsor)
                .operations(begin(sponsor, issuer), data(issuer, new byte[] {1}), signer(issuer, 1), end(issuer))
                .signedBy(sponsor, issuer));
        Operation revokeSigner = new RevokeSignerSponsorshipOperation.Builder(
                        issuer.getAccountId(), Signer.ed25519PublicKey(user))
                .build();
        Operation revokeData = new RevokeDataSponsorshipOperation.Builder(issuer.getAccountId(), "k").build();
        Transaction foreign = network.tx(issuer, revokeSigner);
        network.apply(foreign);
        assertThat(network.operationCodes(foreign)).containsExactly("op_not_sponsor");
        assertThat(network.apply(network.tx(sponsor, revokeSigner, revokeData)).successful())
                .isTrue();
        assertThat(find(issuer).sponsored()).isZero();
        assertThat(find(sponsor).sponsoring()).isZero();
        Transaction missing =
                network.tx(sponsor, new RevokeDataSponsorshipOperation.Builder(issuer.getAccountId(), "none").build());
        network.apply(missing);
        assertThat(network.operationCodes(missing)).containsExactly("op_does_not_exist");
    }

    @Test
    void aSponsorCannotMergeAndAMergedAccountReturnsItsReserves() {
        network.apply(onboarding().signedBy(sponsor, user));
        Transaction merge = network.tx(sponsor, new AccountMergeOperation.Builder(issuer.getAccountId()).build());
        network.apply(merge);
        assertThat(network.operationCodes(merge)).containsExactly("op_is_sponsor");

        network.apply(network.builder(sponsor)
                .operations(
                        new ChangeTrustOperation.Builder(ChangeTrustAsset.create(usd), "0")
                                .setSourceAccount(user.getAccountId())
                                .build(),
                        new AccountMergeOperation.Builder(sponsor.getAccountId())
                                .setSourceAccount(user.getAccountId())
                                .build())
                .signedBy(sponsor, user));
        assertThat(network.sandbox.ledger().hasAccount(user.getAccountId())).isFalse();
        assertThat(find(sponsor).sponsoring()).isZero();
    }

    @Test
    void aMergeRightAfterCreationWaitsForTheNextLedger() {
        Transaction both = network.builder(sponsor)
                .operations(
                        TestNetwork.createAccount(user, "5"),
                        new AccountMergeOperation.Builder(sponsor.getAccountId())
                                .setSourceAccount(user.getAccountId())
                                .build())
                .signedBy(sponsor, user);
        network.apply(both);
        assertThat(network.operationCodes(both)).containsExactly("op_success", "op_seq_num_too_far");
    }

    private TestNetwork.Builder onboarding() {
        return network.builder(sponsor).operations(begin(sponsor, user), create(sponsor, user), trust(user), end(user));
    }

    private Account find(KeyPair key) {
        return network.sandbox.ledger().find(key.getAccountId()).orElseThrow();
    }

    private static Operation begin(KeyPair sponsor, KeyPair sponsored) {
        return new BeginSponsoringFutureReservesOperation.Builder(sponsored.getAccountId())
                .setSourceAccount(sponsor.getAccountId())
                .build();
    }

    private static Operation end(KeyPair sponsored) {
        return new EndSponsoringFutureReservesOperation(sponsored.getAccountId());
    }

    private static Operation create(KeyPair sponsor, KeyPair user) {
        return new CreateAccountOperation.Builder(user.getAccountId(), "0")
                .setSourceAccount(sponsor.getAccountId())
                .build();
    }

    private Operation trust(KeyPair user) {
        return new ChangeTrustOperation.Builder(ChangeTrustAsset.create(usd), "1000")
                .setSourceAccount(user.getAccountId())
                .build();
    }

    private static Operation data(KeyPair owner, byte @org.jspecify.annotations.Nullable [] value) {
        return new ManageDataOperation.Builder("k", value)
                .setSourceAccount(owner.getAccountId())
                .build();
    }

    private Operation signer(KeyPair owner, int weight) {
        return new SetOptionsOperation.Builder()
                .setSigner(Signer.ed25519PublicKey(user), weight)
                .setSourceAccount(owner.getAccountId())
                .build();
    }

    private Operation revokeAccount() {
        return new RevokeAccountSponsorshipOperation.Builder(user.getAccountId())
                .setSourceAccount(sponsor.getAccountId())
                .build();
    }

    private Operation revokeTrustline() {
        return new RevokeTrustlineSponsorshipOperation.Builder(user.getAccountId(), TrustLineAsset.create(usd)).build();
    }

    private static String lumens(long stroops) {
        return java.math.BigDecimal.valueOf(stroops, 7).toPlainString();
    }
}
