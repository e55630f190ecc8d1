package dev.latchkey.networks.stellar.webauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation.BumpSequence;
import dev.latchkey.networks.stellar.xdr.AccountOperation.ManageData;
import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.FeeBumpTransaction;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.Preconditions;
import dev.latchkey.networks.stellar.xdr.Preconditions.TimeBounds;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellar.sdk.InvalidSep10ChallengeException;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.MemoId;
import org.stellar.sdk.Network;
import org.stellar.sdk.Sep10Challenge;

/** The rules of SEP-10, one by one, and the verdicts of the SDK about the same challenges. */
class WebAuthTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_780_000_000);
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final String HOME = "app.example.com";
    private static final String AUTH = "auth.example.com";
    private static final Hash NETWORK = Hash.sha256(StellarNetwork.TEST_PASSPHRASE.getBytes(StandardCharsets.UTF_8));

    private final KeyPair serverKey = key(1);
    private final KeyPair userKey = key(2);
    private final KeyPair walletKey = key(3);
    private final AccountId server = id(serverKey);
    private final AccountId user = id(userKey);
    private final WebAuth webAuth = new WebAuth(server, NETWORK, Set.of(HOME, "other.example.com"), AUTH);

    /** Its text names the public network, but its signatures are of the test network. */
    @Test
    void thePublishedExampleOfTheStandardIsRecognised() {
        String challenge =
                "AAAAAgAAAADIiRu2BrqqeOcP28PWCkD4D5Rjjsqh71HwvqFX+F4VXAAAAGQAAAAAAAAAAAAAAAEAAAAAXzrUcQAAAABf"
                        + "Otf1AAAAAAAAAAEAAAABAAAAAEEB8rhqNa70RYjaNnF1ARE2CbL50iR9HPXST/fImJN1AAAACgAAADB0aGlzaXNhdGVzdC5z"
                        + "YW5kYm94LmFuY2hvci5hbmNob3Jkb21haW4uY29tIGF1dGgAAAABAAAAQGdGOFlIQm1zaGpEWEY0L0VJUFZucGVlRkxVTDY2"
                        + "V0tKMVBPYXZuUVVBNjBoL09XaC91M2Vvdk54WFJtSTAvQ2UAAAAAAAAAAvheFVwAAABAheKE1HjGnUCNwPbX8mz7CqotShKb"
                        + "A+xM2Hbjl6X0TBpEprVOUVjA6lqMJ1j62vrxn1mF3eJzsLa9s9hRofG3AsiYk3UAAABArIrkvqmA0V9lIZcVyCUdja6CiwkP"
                        + "wsV8BfI4CZOyR1Oq7ysvNJWwY0G42dpxN9OP1qz4dum8apG2hqvxVWjkDQ==";
        TransactionEnvelope.V1 envelope = (TransactionEnvelope.V1) TransactionEnvelope.parse(challenge);
        AccountId itsServer = envelope.transaction().source().account();
        Instant itsTime = Instant.ofEpochSecond(0x5f3ad471L);
        WebAuth itsWebAuth =
                new WebAuth(itsServer, NETWORK, Set.of("thisisatest.sandbox.anchor.anchordomain.com"), AUTH);

        SignedChallenge read = itsWebAuth.read(challenge, itsTime.plusSeconds(1));

        assertThat(read.challenge().notBefore()).isEqualTo(itsTime);
        assertThat(read.challenge().expires()).isEqualTo(itsTime.plusSeconds(900));
        AccountId client = read.challenge().client().account();
        read.requireAuthority(SigningAuthority.masterKey(client), itsServer);
        assertThatThrownBy(() -> webAuth.read(challenge, itsTime)).isInstanceOf(InvalidChallengeException.class);
    }

    @Test
    void theSdkAcceptsOurChallenges() throws Exception {
        Instant now = Instant.now();
        ClientDomain wallet = new ClientDomain("wallet.example.org", id(walletKey));
        for (WebAuth.Request request : List.of(
                new WebAuth.Request(MuxedAccount.of(user), null, HOME, null),
                new WebAuth.Request(MuxedAccount.of(user), 42L, HOME, null),
                new WebAuth.Request(MuxedAccount.of(user), null, HOME, wallet))) {
            WebAuth.Unsigned unsigned = webAuth.challenge(request, random(7), now, WINDOW);
            List<KeyPair> signers = request.clientDomain() == null
                    ? List.of(serverKey, userKey)
                    : List.of(serverKey, userKey, walletKey);
            String signed = sign(unsigned.transaction(), signers);

            Sep10Challenge.ChallengeTransaction read =
                    Sep10Challenge.readChallengeTransaction(signed, server.toString(), Network.TESTNET, HOME, AUTH);
            Set<String> found = Sep10Challenge.verifyChallengeTransactionSigners(
                    signed, server.toString(), Network.TESTNET, HOME, AUTH, Set.of(user.toString()));

            assertThat(read.getClientAccountId()).isEqualTo(request.account().toString());
            assertThat(found).containsExactly(user.toString());
            SignedChallenge ours = webAuth.read(signed, now);
            ours.requireAuthority(SigningAuthority.masterKey(user), server);
            assertThat(ours.challenge()).isEqualTo(unsigned.challenge());
            assertThat(ours.hash()).isEqualTo(unsigned.hash());
        }
    }

    /** The SDK writes them, but does not read them. */
    @Test
    void challengesForMuxedAccountsComeBackWithTheirId() {
        MuxedAccount muxed = new MuxedAccount(user, -1L);
        WebAuth.Unsigned unsigned =
                webAuth.challenge(new WebAuth.Request(muxed, null, HOME, null), random(8), NOW, WINDOW);
        SignedChallenge read = read(unsigned.transaction(), serverKey, userKey);
        read.requireAuthority(SigningAuthority.masterKey(user), server);
        assertThat(read.challenge()).isEqualTo(unsigned.challenge());
        assertThat(read.challenge().subject()).isEqualTo(muxed.toString());
    }

    @Test
    void weAcceptTheSdksChallenges() throws Exception {
        long now = NOW.getEpochSecond();
        var bounds = new org.stellar.sdk.TimeBounds(now, now + 300);
        String plain = Sep10Challenge.newChallenge(serverKey, Network.TESTNET, user.toString(), HOME, AUTH, bounds)
                .toEnvelopeXdrBase64();
        String full = Sep10Challenge.newChallenge(
                        serverKey,
                        Network.TESTNET,
                        user.toString(),
                        HOME,
                        AUTH,
                        bounds,
                        "wallet.example.org",
                        walletKey.getAccountId(),
                        new MemoId(4711L))
                .toEnvelopeXdrBase64();

        assertThat(webAuth.read(plain, NOW).challenge().subject()).isEqualTo(user.toString());
        WebAuthChallenge read = webAuth.read(full, NOW).challenge();
        assertThat(read.subject()).isEqualTo(user + ":4711");
        assertThat(read.clientDomain()).isEqualTo(new ClientDomain("wallet.example.org", id(walletKey)));
    }

    @Test
    void subjectsTellUsersOfASharedAccountApart() {
        assertThat(request(new MuxedAccount(user, 5L), null).subject()).startsWith("M");
        assertThat(request(MuxedAccount.of(user), -1L).subject()).isEqualTo(user + ":18446744073709551615");
        assertThatThrownBy(() -> request(new MuxedAccount(user, 5L), 5L)).isInstanceOf(InvalidChallengeException.class);
    }

    /** Ways to bend a challenge that this server signs all the same: only reading refuses them. */
    static Stream<Named<UnaryOperator<Transaction>>> bent() {
        return Stream.of(
                bent("sequence not zero", t -> with(t, t.source(), 1, t.preconditions(), t.memo(), t.operations())),
                bent(
                        "foreign source",
                        t -> with(t, MuxedAccount.of(id(key(9))), 0, t.preconditions(), t.memo(), t.operations())),
                bent(
                        "muxed source",
                        t -> with(
                                t,
                                new MuxedAccount(t.source().account(), 1L),
                                0,
                                t.preconditions(),
                                t.memo(),
                                t.operations())),
                bent("no time bounds", t -> with(t, t.source(), 0, Preconditions.NONE, t.memo(), t.operations())),
                bent("no end", t -> with(t, t.source(), 0, time(NOW.getEpochSecond(), 0), t.memo(), t.operations())),
                bent(
                        "too long",
                        t -> with(
                                t,
                                t.source(),
                                0,
                                time(NOW.getEpochSecond(), NOW.getEpochSecond() + 901),
                                t.memo(),
                                t.operations())),
                bent(
                        "ends before it begins",
                        t -> with(
                                t,
                                t.source(),
                                0,
                                time(NOW.getEpochSecond() + 5, NOW.getEpochSecond()),
                                t.memo(),
                                t.operations())),
                bent("negative time", t -> with(t, t.source(), 0, time(-1, -1), t.memo(), t.operations())),
                bent("text memo", t -> with(t, t.source(), 0, t.preconditions(), Memo.text("42"), t.operations())),
                bent(
                        "hash memo",
                        t -> with(
                                t,
                                t.source(),
                                0,
                                t.preconditions(),
                                new Memo.HashMemo(Hash.of(new byte[32])),
                                t.operations())),
                bent(
                        "memo and muxed",
                        t -> operations(
                                with(t, t.source(), 0, t.preconditions(), new Memo.Id(1), t.operations()),
                                new Operation(
                                        new MuxedAccount(id(key(2)), 1L),
                                        t.operations().getFirst().body()),
                                t.operations().get(1))),
                bent("no operation", t -> with(t, t.source(), 0, t.preconditions(), t.memo(), List.of())),
                bent("other first operation", t -> operations(t, Operation.of(id(key(2)), new BumpSequence(9)))),
                bent(
                        "first without source",
                        t -> operations(
                                t, Operation.of(t.operations().getFirst().body()))),
                bent(
                        "server as client",
                        t -> operations(
                                t,
                                new Operation(
                                        t.source(), t.operations().getFirst().body()),
                                t.operations().get(1))),
                bent("foreign home domain", t -> first(t, "evil.example.com auth", nonceOf(t))),
                bent("home domain with tail", t -> first(t, HOME + " authx", nonceOf(t))),
                bent("no nonce", t -> first(t, HOME + " auth", null)),
                bent("short nonce", t -> first(t, HOME + " auth", Bytes.utf8("A".repeat(63)))),
                bent("nonce not base64", t -> first(t, HOME + " auth", Bytes.utf8("!".repeat(64)))),
                bent("nonce padded", t -> first(t, HOME + " auth", Bytes.utf8("A".repeat(62) + "=="))),
                bent(
                        "foreign web auth domain",
                        t -> second(t, t.source(), "web_auth_domain", Bytes.utf8("evil.example.com"))),
                bent("no web auth domain value", t -> second(t, t.source(), "web_auth_domain", null)),
                bent(
                        "extra operation of another account",
                        t -> second(t, MuxedAccount.of(id(key(2))), "something", Bytes.utf8("x"))),
                bent(
                        "extra operation of another kind",
                        t -> operations(t, t.operations().getFirst(), Operation.of(id(key(1)), new BumpSequence(9)))),
                bent(
                        "extra operation without source",
                        t -> operations(
                                t,
                                t.operations().getFirst(),
                                Operation.of(t.operations().get(1).body()))),
                bent(
                        "client domain of the server",
                        t -> second(t, t.source(), "client_domain", Bytes.utf8("w.example"))),
                bent(
                        "client domain twice",
                        t -> operations(
                                t,
                                t.operations().getFirst(),
                                data(MuxedAccount.of(id(key(3))), "client_domain", Bytes.utf8("a.example")),
                                data(MuxedAccount.of(id(key(4))), "client_domain", Bytes.utf8("b.example")))),
                bent("client domain without name", t -> second(t, MuxedAccount.of(id(key(3))), "client_domain", null)));
    }

    private static Named<UnaryOperator<Transaction>> bent(String how, UnaryOperator<Transaction> bend) {
        return Named.of(how, bend);
    }

    @ParameterizedTest
    @MethodSource("bent")
    void aBentChallengeIsRefusedAlthoughEverybodySignedIt(UnaryOperator<Transaction> bend) {
        String signed = sign(bend.apply(fresh().transaction()), List.of(serverKey, userKey));

        assertThatThrownBy(() -> webAuth.read(signed, NOW))
                .isInstanceOfSatisfying(InvalidChallengeException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(InvalidChallengeException.Reason.MALFORMED));
    }

    @Test
    void aChallengeIsGoodFromItsBeginningToItsEnd() {
        String signed = sign(fresh().transaction(), List.of(serverKey, userKey));

        webAuth.read(signed, NOW);
        webAuth.read(signed, NOW.plus(WINDOW));
        webAuth.read(signed, NOW.minusSeconds(30)); // another server's clock
        for (Instant outside : List.of(NOW.minusSeconds(31), NOW.plus(WINDOW).plusSeconds(1))) {
            assertThatThrownBy(() -> webAuth.read(signed, outside))
                    .isInstanceOfSatisfying(InvalidChallengeException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(InvalidChallengeException.Reason.OUTSIDE_ITS_TIME));
        }
    }

    @Test
    void theServersSignatureIsThereOnceAndForThisNetwork() {
        Transaction transaction = fresh().transaction();
        Hash otherNetwork = Hash.sha256(StellarNetwork.PUBLIC_PASSPHRASE.getBytes(StandardCharsets.UTF_8));
        TransactionEnvelope unsigned = TransactionEnvelope.unsigned(transaction);
        byte[] elsewhere = serverKey.sign(transaction.hash(otherNetwork).toArray());

        for (String envelope : List.of(
                unsigned.toBase64(),
                sign(transaction, List.of(userKey)),
                sign(transaction, List.of(serverKey, userKey, serverKey)),
                unsigned.withSignature(DecoratedSignature.of(server, elsewhere))
                        .withSignature(signature(userKey, transaction))
                        .toBase64())) {
            assertThatThrownBy(() -> webAuth.read(envelope, NOW))
                    .isInstanceOfSatisfying(InvalidChallengeException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(InvalidChallengeException.Reason.UNAUTHORIZED));
        }
    }

    @Test
    void whatIsNoTransactionIsRefused() {
        Transaction inner = fresh().transaction();
        TransactionEnvelope.V1 signed =
                (TransactionEnvelope.V1) TransactionEnvelope.unsigned(inner).withSignature(signature(serverKey, inner));
        FeeBumpTransaction bump = new FeeBumpTransaction(inner.source(), 1000, signed);
        for (String nonsense : List.of(
                "",
                "no base 64",
                "AAAA",
                Base64.getEncoder().encodeToString(new byte[200_000]),
                TransactionEnvelope.unsigned(bump)
                        .withSignature(DecoratedSignature.of(
                                server, serverKey.sign(bump.hash(NETWORK).toArray())))
                        .toBase64())) {
            assertThatThrownBy(() -> webAuth.read(nonsense, NOW)).isInstanceOf(InvalidChallengeException.class);
        }
    }

    @Test
    void challengesAreNotMadeForForeignDomainsNorForTheServerItself() {
        ClientDomain ourselves = new ClientDomain("w.example", server);
        for (WebAuth.Request request : List.of(
                new WebAuth.Request(MuxedAccount.of(user), null, "evil.example.com", null),
                new WebAuth.Request(MuxedAccount.of(server), null, HOME, null),
                new WebAuth.Request(MuxedAccount.of(user), null, HOME, ourselves),
                new WebAuth.Request(
                        MuxedAccount.of(user), null, HOME, new ClientDomain("x".repeat(65), id(walletKey))))) {
            assertThatThrownBy(() -> webAuth.challenge(request, random(1), NOW, WINDOW))
                    .isInstanceOf(InvalidChallengeException.class);
        }
    }

    @Test
    void theClientDomainMustSignAndAddsNoWeight() {
        ClientDomain wallet = new ClientDomain("wallet.example.org", id(walletKey));
        Transaction transaction = webAuth.challenge(
                        new WebAuth.Request(MuxedAccount.of(user), null, HOME, wallet), random(5), NOW, WINDOW)
                .transaction();
        SigningAuthority master = SigningAuthority.masterKey(user);
        SigningAuthority both = new SigningAuthority(Map.of(user, 1L, id(walletKey), 1L), 2);

        read(transaction, serverKey, userKey, walletKey).requireAuthority(master, server);
        refused(read(transaction, serverKey, userKey), master);
        refused(read(transaction, serverKey, walletKey), master);
        refused(read(transaction, serverKey, userKey, walletKey), both);
    }

    @Test
    void signaturesOfStrangersAndDuplicatesAreRefused() {
        Transaction transaction = fresh().transaction();
        SigningAuthority master = SigningAuthority.masterKey(user);
        SigningAuthority withServer = new SigningAuthority(Map.of(user, 1L, server, 5L), 2);
        SigningAuthority keyless = new SigningAuthority(Map.of(user, 0L), 0);

        read(transaction, serverKey, userKey).requireAuthority(master, server);
        refused(read(transaction, serverKey), master);
        refused(read(transaction, serverKey, key(9)), master);
        refused(read(transaction, serverKey, userKey, key(9)), master);
        refused(read(transaction, serverKey, userKey, userKey), master);
        refused(read(transaction, serverKey, userKey), withServer);
        refused(read(transaction, serverKey, userKey), keyless);
        assertThat(keyless.satisfiedBy(user)).isFalse();

        byte[] wrong = userKey.sign(new byte[32]);
        String forged = TransactionEnvelope.unsigned(transaction)
                .withSignature(signature(serverKey, transaction))
                .withSignature(DecoratedSignature.of(user, wrong))
                .toBase64();
        refused(webAuth.read(forged, NOW), master);
        String empty = TransactionEnvelope.unsigned(transaction)
                .withSignature(signature(serverKey, transaction))
                .withSignature(new DecoratedSignature(user.signatureHint(), Bytes.EMPTY))
                .toBase64();
        refused(webAuth.read(empty, NOW), master);
    }

    @Test
    void theSdkJudgesThresholdsAlike() throws Exception {
        Random random = new Random(20_260_522);
        int accepted = 0;
        for (int round = 0; round < 200; round++) {
            Instant now = Instant.now();
            Map<AccountId, Long> weights = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
            Set<Sep10Challenge.Signer> theirs = new HashSet<>();
            List<KeyPair> signing = new ArrayList<>(List.of(serverKey));
            for (int signer = 10; signer < 14; signer++) {
                long weight = 1L + random.nextInt(5);
                weights.put(id(key(signer)), weight);
                theirs.add(new Sep10Challenge.Signer(key(signer).getAccountId(), (int) weight));
                if (random.nextBoolean()) {
                    signing.add(key(signer));
                }
            }
            if (random.nextInt(8) == 0) {
                signing.add(key(20));
            }
            long threshold = 1L + random.nextInt(12);
            Transaction transaction = webAuth.challenge(
                            new WebAuth.Request(MuxedAccount.of(id(key(10))), null, HOME, null),
                            random(round),
                            now,
                            WINDOW)
                    .transaction();
            String signed = sign(transaction, signing);

            boolean ours = accepts(
                    () -> webAuth.read(signed, now).requireAuthority(new SigningAuthority(weights, threshold), server));
            boolean sdks = accepts(() -> Sep10Challenge.verifyChallengeTransactionThreshold(
                    signed, server.toString(), Network.TESTNET, HOME, AUTH, (int) threshold, theirs));

            assertThat(ours).as("round %d", round).isEqualTo(sdks);
            accepted += ours ? 1 : 0;
        }
        assertThat(accepted).isBetween(30, 170);
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static boolean accepts(Attempt attempt) throws Exception {
        try {
            attempt.run();
            return true;
        } catch (InvalidChallengeException | InvalidSep10ChallengeException refused) {
            return false;
        }
    }

    private WebAuth.Unsigned fresh() {
        return webAuth.challenge(new WebAuth.Request(MuxedAccount.of(user), null, HOME, null), random(3), NOW, WINDOW);
    }

    private WebAuthChallenge request(MuxedAccount account, @Nullable Long memo) {
        return webAuth.challenge(new WebAuth.Request(account, memo, HOME, null), random(4), NOW, WINDOW)
                .challenge();
    }

    private SignedChallenge read(Transaction transaction, KeyPair... signers) {
        return webAuth.read(sign(transaction, Arrays.asList(signers)), NOW);
    }

    private void refused(SignedChallenge challenge, SigningAuthority authority) {
        assertThatThrownBy(() -> challenge.requireAuthority(authority, server))
                .isInstanceOfSatisfying(InvalidChallengeException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(InvalidChallengeException.Reason.UNAUTHORIZED));
    }

    private static String sign(Transaction transaction, List<KeyPair> signers) {
        TransactionEnvelope envelope = TransactionEnvelope.unsigned(transaction);
        for (KeyPair signer : signers) {
            envelope = envelope.withSignature(signature(signer, transaction));
        }
        return envelope.toBase64();
    }

    private static DecoratedSignature signature(KeyPair signer, Transaction transaction) {
        return DecoratedSignature.of(
                id(signer), signer.sign(transaction.hash(NETWORK).toArray()));
    }

    private static Transaction with(
            Transaction t,
            MuxedAccount source,
            long sequence,
            Preconditions preconditions,
            Memo memo,
            List<Operation> operations) {
        return new Transaction(source, t.fee(), sequence, preconditions, memo, operations, null);
    }

    private static Transaction operations(Transaction t, Operation... operations) {
        return with(t, t.source(), 0, t.preconditions(), t.memo(), List.of(operations));
    }

    private static Transaction first(Transaction t, String name, @Nullable Bytes value) {
        return operations(
                t,
                data(MuxedAccount.of(id(key(2))), name, value),
                t.operations().get(1));
    }

    private static Transaction second(Transaction t, MuxedAccount source, String name, @Nullable Bytes value) {
        return operations(t, t.operations().getFirst(), data(source, name, value));
    }

    private static Operation data(MuxedAccount source, String name, @Nullable Bytes value) {
        return new Operation(source, new ManageData(Bytes.utf8(name), value));
    }

    private static @Nullable Bytes nonceOf(Transaction t) {
        return ((ManageData) t.operations().getFirst().body()).value();
    }

    private static Preconditions time(long from, long to) {
        return new Preconditions.Time(new TimeBounds(from, to));
    }

    private static KeyPair key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return KeyPair.fromSecretSeed(seed);
    }

    private static AccountId id(KeyPair key) {
        return AccountId.parse(key.getAccountId());
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[48];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
