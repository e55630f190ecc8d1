package dev.latchkey.custody.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.CustodyOptions;
import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.custody.support.CustodyServer;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors are those of mux-api.md 17. */
class ImportRoutesTest {

    private static final String FORMER_KEY = "unit-test-master-key-0123456789abcdef";
    private static final String ADDRESS = "GDVEU3DD4KOFECV66VIHWEZOYX4ZKR3WV27L464SIIPOU2IUI3JCZA57";
    private static final String ENVELOPE =
            "{\"encryptedData\":\"6850dc13391926ae07ffa41ffbfa28ea37a728e2cb235aecaaeb0f7f"
                    + "3681119ed0a022047042cbba58ae2d47b5ca8359f9af6098ec0284a3\",\"iv\":\"000102030405060708090a0b0c0d0e0f\","
                    + "\"tag\":\"75cc9010b3dc9ad0a66a53e9ee2fef7f\"}";

    @RegisterExtension
    final DatabaseExtension extension = CustodyHouse.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private final UUID project = UUID.randomUUID();
    private final UUID user = UUID.randomUUID();
    private CustodyHouse house;
    private CustodyServer server;

    @BeforeEach
    void open() {
        open(Optional.of(new Secret(FORMER_KEY)));
    }

    @AfterEach
    void close() {
        server.close();
        house.close();
    }

    @Test
    void aWalletIsTakenOverWithItsKeyAndSignsAsBefore() throws GeneralSecurityException {
        HttpAnswer taken = take(Map.of())
                .hasStatus(200)
                .hasValue("/publicKey", ADDRESS)
                .hasValue("/userId", user.toString())
                .hasValue("/status", "ACTIVE")
                .hasValue("/encryptionVersion", 2);

        byte[] signature = house.custody.signTransaction(UUID.fromString(taken.text("/id")), new byte[32]);
        assertThat(signature).isEqualTo(signedByTheJdk(new byte[32]));
        assertThat(count("platform.audit_events where type = 'key.imported' and outcome = 'SUCCESS'"))
                .isOne();
        assertThat(count("platform.audit_events where type = 'wallet.created'")).isOne();
        assertThat(count("custody.keys where encode(envelope, 'escape') like '%6850dc13%'"))
                .isZero();
    }

    @Test
    void twiceHasTheEffectOfOnce() {
        HttpAnswer first = take(Map.of()).hasStatus(200);

        assertThat(take(Map.of()).hasStatus(200).json()).isEqualTo(first.json());
        assertThat(count("custody.keys")).isOne();
    }

    @Test
    void aKeyBelongsToOneWallet() {
        take(Map.of()).hasStatus(200);

        take(Map.of("userId", UUID.randomUUID()))
                .hasStatus(409)
                .hasValue("/message", "This key belongs to another wallet");
    }

    @Test
    void aUserWithAWalletKeepsIt() {
        house.database.run(tx -> house.custody.ensure(tx, project, user, WalletNetwork.TESTNET, Origin.SYSTEM));

        take(Map.of()).hasStatus(409).hasValue("/message", "User already has a wallet on TESTNET");
        assertThat(count("custody.keys")).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "6850dc13, 7850dc13, DECRYPTION_FAILED",
        "75cc9010, 85cc9010, DECRYPTION_FAILED",
        "00010203, 10010203, DECRYPTION_FAILED",
        "encryptedData, data, INVALID_DATA",
        "6850dc13, zz50dc13, INVALID_DATA"
    })
    void anEnvelopeThatWasChangedIsRefusedWithItsReason(String from, String to, String reason) {
        take(Map.of("encryptedSecret", ENVELOPE.replace(from, to)))
                .hasStatus(422)
                .hasValue("/error", "Key Decryption Failed")
                .hasValue("/reason", reason);
        assertRefused(reason);
    }

    @Test
    void anAddressOfAnotherKeyIsRefused() {
        take(Map.of("publicKey", "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"))
                .hasStatus(422)
                .hasValue("/reason", "INVALID_DATA");
        assertRefused("INVALID_DATA");
    }

    @Test
    void withoutTheFormerKeyNothingOpens() {
        close();
        open(Optional.empty());

        take(Map.of()).hasStatus(422).hasValue("/reason", "INVALID_KEY");
        assertRefused("INVALID_KEY");
    }

    @Test
    void onlyTheOperatorImports() {
        server.project(project)
                .post("/internal/key-management/import", body(Map.of()))
                .hasStatus(403);
        server.anonymous()
                .post("/internal/key-management/import", body(Map.of()))
                .hasStatus(401);
        assertThat(count("custody.keys")).isZero();
    }

    private void assertRefused(String reason) {
        assertThat(count("custody.keys")).isZero();
        assertThat(count("platform.audit_events where type = 'key.import_failed' and outcome = 'FAILURE'"
                        + " and metadata->>'error' = 'decrypt_failure:" + reason + "'"))
                .isOne();
    }

    private void open(Optional<Secret> formerKey) {
        house = new CustodyHouse(extension.database(), clock, CustodyHouse.MASTER_KEY, new CustodyOptions(formerKey));
        server = house.listen(clock);
    }

    private HttpAnswer take(Map<String, Object> changes) {
        return server.operator()
                .post("/internal/key-management/import", body(changes))
                .neverMentions(new String(seedText(), StandardCharsets.US_ASCII));
    }

    private Map<String, Object> body(Map<String, Object> changes) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "projectId", project,
                "userId", user,
                "network", "TESTNET",
                "publicKey", ADDRESS,
                "encryptedSecret", ENVELOPE));
        body.putAll(changes);
        return body;
    }

    private static byte[] seed() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        return seed;
    }

    private static byte[] seedText() {
        return StrKey.encodeAscii(StrKeyKind.SEED, seed());
    }

    /** Ed25519 is deterministic: another implementation must make the same signature. */
    private static byte[] signedByTheJdk(byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed())));
        signature.update(message);
        return signature.sign();
    }

    private long count(String from) {
        return extension.database().queryLong("select count(*) from " + from);
    }
}
