package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.transaction.MalformedEnvelopeException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.stellar.sdk.AbstractTransaction;
import org.stellar.sdk.AccountConverter;
import org.stellar.sdk.AccountMergeOperation;
import org.stellar.sdk.Asset;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.BeginSponsoringFutureReservesOperation;
import org.stellar.sdk.ChangeTrustAsset;
import org.stellar.sdk.ChangeTrustOperation;
import org.stellar.sdk.ClaimClaimableBalanceOperation;
import org.stellar.sdk.Claimant;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.CreateClaimableBalanceOperation;
import org.stellar.sdk.EndSponsoringFutureReservesOperation;
import org.stellar.sdk.FeeBumpTransaction;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.ManageDataOperation;
import org.stellar.sdk.Network;
import org.stellar.sdk.Operation;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.Predicate;
import org.stellar.sdk.RevokeAccountSponsorshipOperation;
import org.stellar.sdk.RevokeTrustlineSponsorshipOperation;
import org.stellar.sdk.SetOptionsOperation;
import org.stellar.sdk.Signer;
import org.stellar.sdk.TimeBounds;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.TransactionBuilder;
import org.stellar.sdk.TransactionPreconditions;
import org.stellar.sdk.TrustLineAsset;

/** Seeded random transactions of few people who do all that the ledger knows, sensible or not. */
final class RandomHistory {
    private final StellarNetwork network;
    private final Random random;
    private final List<KeyPair> people = new ArrayList<>();

    RandomHistory(StellarNetwork network, long seed) {
        this.network = network;
        this.random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            people.add(KeyPair.fromSecretSeed(secret));
        }
    }

    /** Gives some of the people an account to begin with. */
    void begin() {
        people.subList(0, 4).forEach(person -> {
            create(person);
            network.closeLedger();
        });
    }

    private void create(KeyPair person) {
        Account root = network.read(
                snapshot -> snapshot.state().account(network.rootKey().getAccountId()));
        if (root == null) {
            throw new AssertionError("no root account");
        }
        Transaction transaction = builder(network.rootKey(), root.sequence())
                .setBaseFee(100)
                .addOperation(new CreateAccountOperation.Builder(person.getAccountId(), lumens(60)).build())
                .build();
        transaction.sign(network.rootKey());
        submit(transaction);
    }

    private TransactionBuilder builder(KeyPair source, long sequence) {
        return new TransactionBuilder(
                        AccountConverter.enableMuxed(),
                        new org.stellar.sdk.Account(source.getAccountId(), sequence),
                        network())
                .addPreconditions(TransactionPreconditions.builder()
                        .timeBounds(new TimeBounds(0, 0))
                        .build());
    }

    /** Submits some transactions; each may be refused, and each may fail. */
    void submitSome() {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            KeyPair source = random.nextInt(3) == 0 ? network.rootKey() : any();
            Account account = network.read(snapshot -> snapshot.state().account(source.getAccountId()));
            if (account == null) {
                create(source);
            } else {
                submit(transaction(source, account.sequence()));
            }
        }
    }

    private AbstractTransaction transaction(KeyPair source, long sequence) {
        List<Operation> operations = new ArrayList<>();
        Set<KeyPair> signers = new HashSet<>();
        signers.add(source);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            addOperations(operations, signers, source);
        }
        TransactionBuilder builder = builder(source, sequence).setBaseFee(100 + random.nextInt(1000));
        Transaction transaction = builder.addOperations(operations).build();
        signers.forEach(transaction::sign);
        if (random.nextInt(5) > 0) {
            return transaction;
        }
        FeeBumpTransaction bump = new FeeBumpTransaction.Builder(transaction)
                .setBaseFee(2_000)
                .setFeeAccount(network.rootKey().getAccountId())
                .build();
        bump.sign(network.rootKey());
        return bump;
    }

    private void addOperations(List<Operation> operations, Set<KeyPair> signers, KeyPair source) {
        KeyPair other = any();
        KeyPair issuer = people.getFirst();
        Asset asset = Asset.create(null, "USD", issuer.getAccountId());
        switch (random.nextInt(12)) {
            case 0 -> operations.add(new CreateAccountOperation.Builder(other.getAccountId(), lumens(20)).build());
            case 1, 2 ->
                operations.add(
                        new PaymentOperation.Builder(other.getAccountId(), new AssetTypeNative(), lumens(10)).build());
            case 3 ->
                operations.add(new ChangeTrustOperation.Builder(ChangeTrustAsset.create(asset), amount(100)).build());
            case 4 -> {
                signers.add(issuer);
                operations.add(new PaymentOperation.Builder(other.getAccountId(), asset, lumens(30))
                        .setSourceAccount(issuer.getAccountId())
                        .build());
            }
            case 5 -> operations.add(new PaymentOperation.Builder(other.getAccountId(), asset, lumens(10)).build());
            case 6 -> addSandwich(operations, signers, source, other, asset);
            case 7 ->
                operations.add(new ManageDataOperation.Builder(
                                "k" + random.nextInt(2), random.nextBoolean() ? new byte[] {1} : null)
                        .build());
            case 8 ->
                operations.add(new SetOptionsOperation.Builder()
                        .setSigner(Signer.sha256Hash(new byte[32]), random.nextInt(2))
                        .build());
            case 9 -> operations.add(revoke(other, asset));
            case 10 -> operations.add(claimable(other));
            default ->
                operations.add(
                        random.nextInt(4) == 0 && !source.equals(network.rootKey())
                                ? new AccountMergeOperation.Builder(other.getAccountId()).build()
                                : claim());
        }
    }

    private void addSandwich(
            List<Operation> operations, Set<KeyPair> signers, KeyPair source, KeyPair other, Asset asset) {
        signers.add(other);
        operations.add(new BeginSponsoringFutureReservesOperation.Builder(other.getAccountId())
                .setSourceAccount(source.getAccountId())
                .build());
        if (random.nextBoolean()) {
            operations.add(new CreateAccountOperation.Builder(other.getAccountId(), "0").build());
        }
        operations.add(new ChangeTrustOperation.Builder(ChangeTrustAsset.create(asset), "50")
                .setSourceAccount(other.getAccountId())
                .build());
        operations.add(new SetOptionsOperation.Builder()
                .setSigner(Signer.sha256Hash(new byte[32]), random.nextInt(2))
                .setSourceAccount(other.getAccountId())
                .build());
        if (random.nextInt(8) > 0) {
            operations.add(new EndSponsoringFutureReservesOperation(other.getAccountId()));
        }
    }

    private Operation revoke(KeyPair other, Asset asset) {
        return random.nextBoolean()
                ? new RevokeAccountSponsorshipOperation.Builder(other.getAccountId()).build()
                : new RevokeTrustlineSponsorshipOperation.Builder(other.getAccountId(), TrustLineAsset.create(asset))
                        .build();
    }

    private Operation claimable(KeyPair other) {
        return new CreateClaimableBalanceOperation.Builder(
                        lumens(3),
                        new AssetTypeNative(),
                        List.of(new Claimant(other.getAccountId(), new Predicate.Unconditional())))
                .build();
    }

    private Operation claim() {
        List<String> ids = network.read(snapshot -> {
            List<String> found = new ArrayList<>();
            for (Entry entry : snapshot.state().entries()) {
                if (entry instanceof ClaimableBalance balance) {
                    found.add(balance.id());
                }
            }
            found.sort(String::compareTo);
            return found;
        });
        String id = ids.isEmpty() ? "0".repeat(72) : ids.get(random.nextInt(ids.size()));
        return new ClaimClaimableBalanceOperation.Builder(id).build();
    }

    private KeyPair any() {
        return people.get(random.nextInt(people.size()));
    }

    private String lumens(int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most * 10_000_000), 7).toPlainString();
    }

    private String amount(int most) {
        return random.nextInt(3) == 0 ? "0" : lumens(most);
    }

    private Network network() {
        return new Network(network.parameters().id().passphrase());
    }

    private void submit(AbstractTransaction transaction) {
        try {
            network.submit(network.decode(transaction.toEnvelopeXdrBase64()));
        } catch (MalformedEnvelopeException e) {
            throw new AssertionError(e);
        }
    }
}
