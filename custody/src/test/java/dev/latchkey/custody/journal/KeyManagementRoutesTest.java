package dev.latchkey.custody.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.custody.support.CustodyHouse;
import dev.latchkey.custody.support.CustodyServer;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.identity.wallet.WalletSummary;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyManagementRoutesTest {

    private static final String BASE = "/internal/key-management/";

    @RegisterExtension
    final DatabaseExtension extension = CustodyHouse.migrated();

    private final TestClock clock = TestClock.at("2026-05-30T12:00:00Z");
    private CustodyHouse house;
    private CustodyServer server;
    private HttpProbe operator;

    @BeforeEach
    void open() {
        house = new CustodyHouse(extension.database(), clock);
        server = house.listen(clock);
        operator = server.operator();
    }

    @AfterEach
    void close() {
        server.close();
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audit",
                "audit/persistent",
                "audit/rotation-history/x",
                "audit/statistics",
                "statistics",
                "statistics/detailed"
            })
    void onlyTheOperatorReads(String path) {
        server.anonymous().get(BASE + path).hasStatus(401);
        server.project(UUID.randomUUID()).get(BASE + path).hasStatus(403);
        operator.get(BASE + path).hasStatus(200);
    }

    @Test
    void anEmptyLogIsAHundredPercentSuccess() {
        operator.get(BASE + "statistics")
                .hasValue("/success", true)
                .hasValue("/data/successRate", "100.0")
                .hasValue("/data/totalKeysGenerated", 0)
                .hasValue("/data/periodStart", "1970-01-01T00:00:00.000Z")
                .hasValue("/data/periodEnd", "2026-05-30T12:00:00.000Z")
                .lacks("/data/lastOperation");
        operator.get(BASE + "audit/statistics")
                .hasValue("/data/totalLogs", 0)
                .hasValue("/data/successRate", "100.0")
                .lacks("/data/periodStart");
        operator.get(BASE + "audit").hasValue("/logs", "[]");
    }

    @Test
    void everyOperationOnAKeyIsListedWithItsKeyAndOrigin() {
        WalletSummary wallet = wallet();
        clock.advance(Duration.ofSeconds(1));
        sign(wallet.id());

        HttpAnswer log = operator.get(BASE + "audit").hasStatus(200);

        log.hasValue("/logs/0/operation", "GENERATE")
                .hasValue("/logs/1/operation", "SIGN")
                .hasValue("/logs/1/keyId", wallet.id().toString())
                .hasValue("/logs/1/publicKey", wallet.publicKey())
                .hasValue("/logs/1/success", true)
                .hasValue("/logs/1/timestamp", "2026-05-30T12:00:01.000Z")
                .hasValue("/logs/1/keyType", "STELLAR_ED25519")
                .hasValue("/logs/1/ipAddress", "203.0.113.9")
                .hasValue("/logs/1/userAgent", "agent")
                .hasValue("/logs/1/metadata/network", "TESTNET")
                .hasValue("/logs/1/errorMessage", "null");
        assertThat(log.json().get("logs")).hasSize(2);
        assertThat(operator.get(BASE + "audit?limit=1")
                        .json()
                        .at("/logs/0/operation")
                        .asString())
                .isEqualTo("SIGN");
    }

    @Test
    void theLogIsSearchedByEveryFilter() {
        WalletSummary one = wallet();
        WalletSummary other = wallet();
        clock.advance(Duration.ofHours(1));
        sign(one.id());
        failToSign(other.id());

        assertThat(total("")).isEqualTo(4);
        assertThat(total("operation=SIGN")).isEqualTo(2);
        assertThat(total("operation=ROTATE")).isZero();
        assertThat(total("keyId=" + one.id())).isEqualTo(2);
        assertThat(total("publicKey=" + other.publicKey())).isEqualTo(2);
        assertThat(total("success=true")).isEqualTo(3);
        assertThat(total("success=no")).isEqualTo(1);
        assertThat(total("startDate=2026-05-30T13:00:00Z")).isEqualTo(2);
        assertThat(total("endDate=2026-05-30T12:00:00Z")).isEqualTo(2);
        operator.get(BASE + "audit/persistent?limit=3")
                .hasValue("/success", true)
                .hasValue("/limit", 3)
                .hasValue("/offset", 0)
                .hasValue("/hasMore", true)
                .hasValue("/logs/0/success", false)
                .hasValue("/logs/0/errorMessage", "decrypt_failure:INVALID_DATA");
        operator.get(BASE + "audit/persistent?limit=3&offset=3").hasValue("/hasMore", false);
        operator.get(BASE + "audit/persistent?operation=STEAL").hasStatus(400);
        operator.get(BASE + "audit/persistent?startDate=yesterday").hasStatus(400);
        operator.get(BASE + "audit?limit=0").hasStatus(400);
    }

    @Test
    void theHistoryOfAKeyHoldsItsOwnEventsOnly() {
        WalletSummary one = wallet();
        wallet();
        sign(one.id());

        operator.get(BASE + "audit/rotation-history/" + one.id())
                .hasValue("/success", true)
                .hasValue("/keyId", one.id().toString())
                .hasValue("/rotationHistory/0/operation", "SIGN")
                .hasValue("/rotationHistory/1/operation", "GENERATE")
                .lacks("/rotationHistory/2")
                .hasValue("/totalRotations", 0);
    }

    @Test
    void statisticsCountSuccessesAndFailures() {
        WalletSummary one = wallet();
        WalletSummary other = wallet();
        clock.advance(Duration.ofHours(1));
        sign(one.id());
        failToSign(other.id());

        operator.get(BASE + "statistics")
                .hasValue("/data/totalKeysGenerated", 2)
                .hasValue("/data/totalSigningOperations", 2)
                .hasValue("/data/totalValidations", 0)
                .hasValue("/data/totalFailures", 1)
                .hasValue("/data/keysByType/STELLAR_ED25519", 2)
                .hasValue("/data/operationsByType/SIGN", 2)
                .hasValue("/data/successRate", "75.0")
                .hasValue("/data/lastOperation", "2026-05-30T13:00:00.000Z")
                .lacks("/data/operationMetrics");
        operator.get(BASE + "statistics?operation=GENERATE")
                .hasValue("/data/totalSigningOperations", 0)
                .hasValue("/data/successRate", "100.0");
        operator.get(BASE + "audit/statistics?endDate=2026-05-30T12:30:00Z")
                .hasValue("/data/totalLogs", 2)
                .hasValue("/data/operationBreakdown/generate", 2)
                .hasValue("/data/operationBreakdown/sign", 0)
                .hasValue("/data/periodEnd", "2026-05-30T12:30:00.000Z");
        operator.get(BASE + "statistics/detailed?includeTimeSeries=true")
                .hasValue("/data/operationMetrics/1/operation", "SIGN")
                .hasValue("/data/operationMetrics/1/count", 2)
                .hasValue("/data/operationMetrics/1/failureCount", 1)
                .hasValue("/data/operationMetrics/1/successRate", "50.0")
                .hasValue("/data/recentOperations/0/success", false)
                .hasValue("/data/recentOperations/0/keyType", "STELLAR_ED25519")
                .hasValue("/data/timeSeries/0/timestamp", "2026-05-30T12:00:00.000Z")
                .hasValue("/data/timeSeries/0/count", 2)
                .hasValue("/data/timeSeries/1/timestamp", "2026-05-30T13:00:00.000Z")
                .hasValue("/data/timeSeries/1/operation", "SIGN")
                .hasValue("/data/timeSeries/1/count", 2);
        operator.get(BASE + "statistics/detailed").lacks("/data/timeSeries");
    }

    private long total(String filter) {
        HttpAnswer answer = operator.get(BASE + "audit/persistent?" + filter).hasStatus(200);
        assertThat(answer.json().get("logs").size())
                .isEqualTo(answer.json().get("total").asInt());
        return answer.json().get("total").asLong();
    }

    private WalletSummary wallet() {
        return house.database
                .write(tx -> house.custody.ensure(
                        tx, UUID.randomUUID(), UUID.randomUUID(), WalletNetwork.TESTNET, Origin.SYSTEM))
                .wallet();
    }

    private void sign(UUID key) {
        Origin origin = new Origin(new Caller.Operator(), "203.0.113.9", "agent", "request");
        house.database.run(tx -> house.custody.signTransaction(tx, origin, key, new byte[32]));
    }

    private void failToSign(UUID key) {
        extension.database().execute("update custody.keys set envelope = '\\x' where id = '" + key + "'");
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> sign(key));
    }
}
