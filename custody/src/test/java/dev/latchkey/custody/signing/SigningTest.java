package dev.latchkey.custody.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.custody.CustodyOptions;
import dev.latchkey.custody.key.ServiceKey;
import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Ed25519PublicKey;
import dev.latchkey.platform.crypto.Ed25519Signature;
import dev.latchkey.platform.database.StatementCounter;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {

    /** The seed of 32 bytes of 7 (mux-api.md 17). */
    private static final String KNOWN_ADDRESS = "GDVEU3DD4KOFECV66VIHWEZOYX4ZKR3WV27L464SIIPOU2IUI3JCZA57";

    @RegisterExtension
    final DatabaseExtension extension = CustodyHouse.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private final UUID project = UUID.randomUUID();
    private final byte[] hash = hash(1);
    private CustodyHouse house;

    @BeforeEach
    void open() {
        house = new CustodyHouse(extension.database(), clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aWalletsSignatureVerifiesUnderItsAddressAndIsAudited() {
        WalletSummary wallet = wallet();

        byte[] signature = house.custody.signTransaction(wallet.id(), hash);

        assertThat(verifies(wallet.publicKey(), hash, signature)).isTrue();
        assertThat(count("type = 'key.signed' and outcome = 'SUCCESS' and target_id = '" + wallet.id()
                        + "' and project_id = '" + project + "' and metadata->>'transactionHash' = '01"
                        + "00".repeat(31) + "'"))
                .isOne();
    }

    @Test
    void aBatchOfManyKeysIsReadByOneStatementAndAuditedByOne() {
        List<WalletSummary> wallets = new ArrayList<>();
        List<SigningRequest> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            wallets.add(wallet());
            requests.add(new SigningRequest(wallets.getLast().id(), hash(i)));
        }
        List<byte[]> signatures = new ArrayList<>();

        StatementCounter statements = house.database.statements();
        List<String> executed = statements.during(() -> signatures.addAll(
                house.database.write(tx -> house.custody.signTransactions(tx, Origin.SYSTEM, requests))));

        assertThat(executed).hasSize(2);
        for (int i = 0; i < 20; i++) {
            assertThat(verifies(wallets.get(i).publicKey(), hash(i), signatures.get(i)))
                    .isTrue();
        }
        assertThat(count("type = 'key.signed'")).isEqualTo(20);
    }

    @Test
    void onlyHashesOf32BytesAreSigned() {
        UUID wallet = wallet().id();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> house.custody.signTransaction(wallet, new byte[33]));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> house.custody.signTransaction(wallet, new byte[0]));
    }

    @Test
    void anUnknownKeyIsNotFound() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> house.custody.signTransaction(UUID.randomUUID(), hash))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(404));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status = 'SUSPENDED'", "status = 'DISABLED'", "status = 'COMPROMISED'", "deleted_at = now()"})
    void aWalletThatIsNotActiveDoesNotSignAndTheRefusalStaysInTheAudit(String change) {
        UUID wallet = wallet().id();
        extension.database().execute("update custody.wallets set " + change);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> house.custody.signTransaction(wallet, hash))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(409);
                    assertThat(refusal.code()).isEqualTo("WALLET_NOT_ACTIVE");
                });
        assertThat(
                        count(
                                "type = 'key.sign_failed' and outcome = 'FAILURE' and metadata->>'error' = 'wallet_not_active'"))
                .isOne();
        assertThat(count("type = 'key.signed'")).isZero();
    }

    @Test
    void serviceKeysSignAndAreListedByPurpose() {
        ServiceKey first =
                house.database.write(tx -> house.custody.createServiceKey(tx, WalletNetwork.TESTNET, "channel"));
        clock.advance(java.time.Duration.ofSeconds(1));
        ServiceKey second =
                house.database.write(tx -> house.custody.createServiceKey(tx, WalletNetwork.TESTNET, "channel"));

        List<ServiceKey> channels =
                house.database.read(sql -> house.custody.serviceKeys(sql, WalletNetwork.TESTNET, "channel"));

        assertThat(channels).containsExactly(first, second);
        assertThat(verifies(first.publicKey(), hash, house.custody.signTransaction(first.id(), hash)))
                .isTrue();
        assertThat(count("type = 'key.generated' and project_id is null")).isEqualTo(2);
    }

    @Test
    void theConfiguredSponsorKeyIsImportedOnceAndSigns() {
        Secret seed = new Secret(seedText(7));

        ServiceKey imported =
                house.database.write(tx -> house.custody.importServiceKey(tx, WalletNetwork.TESTNET, "sponsor", seed));
        ServiceKey again =
                house.database.write(tx -> house.custody.importServiceKey(tx, WalletNetwork.TESTNET, "sponsor", seed));

        assertThat(imported.publicKey()).isEqualTo(KNOWN_ADDRESS);
        assertThat(again).isEqualTo(imported);
        assertThat(count("type = 'key.imported'")).isOne();
        assertThat(verifies(KNOWN_ADDRESS, hash, house.custody.signTransaction(imported.id(), hash)))
                .isTrue();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> house.database.write(
                        tx -> house.custody.importServiceKey(tx, WalletNetwork.TESTNET, "channel", seed)))
                .withMessageContaining(KNOWN_ADDRESS);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> house.database.write(tx ->
                        house.custody.importServiceKey(tx, WalletNetwork.TESTNET, "sponsor", new Secret("SNOTASEED"))))
                .withMessageNotContaining("SNOTASEED");
    }

    @Test
    void aRowThatLeadsNowhereTellsNothingOfTheCipher() {
        UUID wallet = wallet().id();
        extension.database().execute("update custody.keys set envelope = '\\x00'");

        assertRefused(wallet, "INVALID_DATA");
    }

    /** Every byte of every envelope matters: format, versions, wrapped key, sealed seed. */
    @Test
    void anEnvelopeWithAnyByteChangedIsRefused() {
        UUID wallet = wallet().id();
        int length = (int) extension.database().queryLong("select length(envelope) from custody.keys");
        extension.database().execute("create table original as select envelope from custody.keys");

        for (int i = 0; i < length; i++) {
            int changed = i;
            house.database.run(tx -> tx.sql().execute("""
                    update custody.keys
                    set envelope = (select set_byte(envelope, ?, get_byte(envelope, ?) # 1) from original)
                    """, changed, changed));
            assertThatExceptionOfType(ApiException.class)
                    .as("byte %d", i)
                    .isThrownBy(() -> house.custody.signTransaction(wallet, hash))
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(422));
        }
        extension.database().execute("update custody.keys set envelope = (select envelope from original)");
        assertThat(house.custody.signTransaction(wallet, hash)).hasSize(64);
    }

    @Test
    void keysOfTwoWalletsCannotBeSwapped() {
        UUID one = wallet().id();
        UUID other = wallet().id();
        extension.database().execute("""
                update custody.keys k set envelope = o.envelope from custody.keys o where o.id <> k.id
                """);

        assertRefused(one, "DECRYPTION_FAILED");
        assertRefused(other, "DECRYPTION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project_id = gen_random_uuid()",
                "network = 'MAINNET'",
                "public_key = 'GDVEU3DD4KOFECV66VIHWEZOYX4ZKR3WV27L464SIIPOU2IUI3JCZA57'",
                "key_version = 2",
                "purpose = 'sponsor', project_id = null"
            })
    void aKeyMovedToAnotherProjectNetworkAddressVersionOrPurposeDoesNotOpen(String change) {
        UUID wallet = wallet().id();
        extension.database().execute("update custody.keys set " + change);

        assertRefused(wallet, "DECRYPTION_FAILED");
    }

    @Test
    void aKeySealedUnderAnotherMasterKeyIsSaidToBe() {
        UUID wallet = wallet().id();
        house.close();
        house = new CustodyHouse(
                extension.database(),
                clock,
                "QTVx8yH5k0M2bN9wQeRtYuIoPaSdFgHjKlZxCvBnM1c=",
                new CustodyOptions(Optional.empty()));

        assertRefused(wallet, "INVALID_KEY");
    }

    private void assertRefused(UUID key, String reason) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> house.custody.signTransaction(key, hash))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(422);
                    assertThat(refusal.code()).isEqualTo(reason);
                    assertThat(refusal.messages()).allSatisfy(message -> assertThat(message)
                            .doesNotContainIgnoringCase("tag")
                            .doesNotContainIgnoringCase("envelope")
                            .doesNotContain(key.toString()));
                });
        assertThat(count("type = 'key.sign_failed' and outcome = 'FAILURE' and target_id = '" + key
                        + "' and metadata->>'error' = 'decrypt_failure:" + reason + "'"))
                .isOne();
        assertThat(count("type = 'key.signed'")).isZero();
    }

    private WalletSummary wallet() {
        return house.database
                .write(tx -> house.custody.ensure(tx, project, UUID.randomUUID(), WalletNetwork.TESTNET, Origin.SYSTEM))
                .wallet();
    }

    private static boolean verifies(String address, byte[] message, byte[] signature) {
        return Ed25519.verify(
                new Ed25519PublicKey(StrKey.decode(StrKeyKind.ACCOUNT, address)),
                message,
                new Ed25519Signature(signature));
    }

    private static byte[] hash(int first) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) first;
        return bytes;
    }

    private static String seedText(int fill) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) fill);
        return StrKey.encode(StrKeyKind.SEED, seed);
    }

    private long count(String where) {
        return extension.database().queryLong("select count(*) from platform.audit_events where " + where);
    }
}
