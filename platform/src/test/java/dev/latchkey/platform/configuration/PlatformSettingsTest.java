package dev.latchkey.platform.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlatformSettingsTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OPERATOR = "op_" + "0123456789abcdefghijABCDEFGHIJ-_0123456789x";
    private static final Map<String, String> COMPLETE = Map.of(
            "DATABASE_URL",
            "postgresql://latchkey:pw@db:5433/latchkey?sslmode=require",
            "MASTER_KEY",
            KEY,
            "LATCHKEY_OPERATOR_TOKEN",
            OPERATOR,
            "CORS_ORIGINS",
            "https://app.example.com");

    @Test
    void devNeedsNothing() {
        Settings settings = read(Profile.DEV, Map.of()).requireValid();

        assertThat(settings.get(HttpSettings.HOST)).isEqualTo("0.0.0.0");
        assertThat(settings.get(HttpSettings.PORT)).isEqualTo(8080);
        assertThat(settings.get(HttpSettings.AUTH_BASE_PATH)).isEqualTo("/auth");
        assertThat(settings.get(HttpSettings.V1_ALIAS)).isTrue();
        assertThat(settings.get(HttpSettings.ROOT_ALIAS)).isTrue();
        assertThat(settings.get(HttpSettings.TRUST_PROXY)).isFalse();
        assertThat(settings.get(HttpSettings.CORS_ORIGINS)).containsExactly("http://localhost:3000");
        assertThat(settings.get(HttpSettings.CORS_DISABLED)).isFalse();
        assertThat(settings.find(DatabaseSettings.URL)).isEmpty();
        assertThat(settings.get(DatabaseSettings.MAX_CONNECTIONS)).isEqualTo(20);
        assertThat(settings.get(DatabaseSettings.MIN_CONNECTIONS)).isEqualTo(2);
        assertThat(settings.get(DatabaseSettings.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.get(DatabaseSettings.IDLE_TIMEOUT)).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.find(SecretSettings.MASTER_KEY)).isEmpty();
        assertThat(settings.get(RateLimitSettings.ENABLED)).isTrue();
        assertThat(settings.get(RateLimitSettings.AUTH)).isEqualTo(10);
        assertThat(settings.get(RateLimitSettings.GENERAL)).isEqualTo(60);
        assertThat(settings.get(RateLimitSettings.WINDOW)).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.get(RateLimitSettings.REQUESTS_PER_MINUTE)).isEqualTo(60);
        assertThat(settings.get(RateLimitSettings.KEY_REQUESTS)).isEqualTo(100);
        assertThat(settings.get(RateLimitSettings.AUTHENTICATE_REQUESTS)).isEqualTo(1000);
        assertThat(settings.get(RateLimitSettings.SENSITIVE_REQUESTS)).isEqualTo(1000);
        assertThat(settings.get(LogSettings.FORMAT)).isEqualTo(LogSettings.Format.TEXT);
    }

    @Test
    void serveIsStricter() {
        Settings settings = read(Profile.SERVE, COMPLETE).requireValid();

        assertThat(settings.get(RateLimitSettings.AUTHENTICATE_REQUESTS)).isEqualTo(10);
        assertThat(settings.get(RateLimitSettings.SENSITIVE_REQUESTS)).isEqualTo(10);
        assertThat(settings.get(LogSettings.FORMAT)).isEqualTo(LogSettings.Format.JSON);
        assertThat(settings.get(HttpSettings.ENVIRONMENT)).isEqualTo("production");
        assertThat(read(Profile.SERVE, COMPLETE).warnings()).isEmpty();
    }

    @Test
    void everyValueIsReadAsWritten() {
        Map<String, String> values = new HashMap<>(COMPLETE);
        values.putAll(Map.ofEntries(
                Map.entry("HOST", "127.0.0.1"),
                Map.entry("PORT", "0"),
                Map.entry("AUTH_BASE_PATH", "/api/sign-in/"),
                Map.entry("LATCHKEY_V1_ALIAS", "0"),
                Map.entry("LATCHKEY_ROOT_ALIAS", "FALSE"),
                Map.entry("NODE_ENV", "production"),
                Map.entry("TRUST_PROXY", "1"),
                Map.entry("LATCHKEY_TRUSTED_PROXIES", "10.1.0.0/16, 2001:db8::/32"),
                Map.entry("CORS_ORIGINS", "https://A.example.com/, http://localhost:3000,,https://b.example:443"),
                Map.entry("DATABASE_MAX_CONNECTIONS", "7"),
                Map.entry("DATABASE_CONNECT_TIMEOUT", "3"),
                Map.entry("RATE_LIMIT_WINDOW_MS", "1500"),
                Map.entry("RUST_LOG", "debug")));
        Settings settings = read(Profile.SERVE, values).requireValid();

        assertThat(settings.get(HttpSettings.HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.get(HttpSettings.PORT)).isZero();
        assertThat(settings.get(HttpSettings.AUTH_BASE_PATH)).isEqualTo("/api/sign-in");
        assertThat(settings.get(HttpSettings.V1_ALIAS)).isFalse();
        assertThat(settings.get(HttpSettings.ROOT_ALIAS)).isFalse();
        assertThat(settings.get(HttpSettings.ENVIRONMENT)).isEqualTo("production");
        assertThat(settings.get(HttpSettings.TRUST_PROXY)).isTrue();
        assertThat(settings.get(HttpSettings.CORS_ORIGINS))
                .containsExactly("https://a.example.com", "http://localhost:3000", "https://b.example");
        assertThat(settings.get(DatabaseSettings.MAX_CONNECTIONS)).isEqualTo(7);
        assertThat(settings.get(DatabaseSettings.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.get(RateLimitSettings.KEY_WINDOW)).isEqualTo(Duration.ofMillis(1500));
        assertThat(settings.get(LogSettings.LEVEL)).isEqualTo(LogSettings.Level.DEBUG);
        assertThat(settings.get(SecretSettings.OPERATOR_TOKEN).reveal()).isEqualTo(OPERATOR);
        assertThat(settings.get(SecretSettings.MASTER_KEY).reveal()).hasSize(32).startsWith(0, 1, 2, 3);
        assertThat(settings.isGiven(HttpSettings.PORT)).isTrue();
        assertThat(settings.isGiven(RateLimitSettings.ENABLED)).isFalse();
    }

    @Test
    void serveWithoutAnythingNamesAllThatIsMissing() {
        assertThat(read(Profile.SERVE, Map.of()).problems())
                .extracting(Problem::name)
                .containsExactlyInAnyOrder("DATABASE_URL", "MASTER_KEY", "CORS_ORIGINS");
    }

    @Test
    void everyProblemIsReportedAtOnceWithItsFix() {
        Configuration configuration = read(
                Profile.SERVE,
                Map.of(
                        "PORT", "eighty",
                        "DATABASE_URL", "mysql://root:hunter2@db/x",
                        "MASTER_KEY", "correct horse battery staple",
                        "TRUST_PROXY", "yes",
                        "RATE_LIMIT_AUTH", "0",
                        "CORS_ORIGINS", "https://app.example.com/path",
                        "LATCHKEY_V2_ALIAS", "true",
                        "DATABASE_MIN_CONNECTIONS", "50"));

        assertThat(configuration.problems())
                .extracting(Problem::name)
                .containsExactlyInAnyOrder(
                        "PORT",
                        "DATABASE_URL",
                        "MASTER_KEY",
                        "TRUST_PROXY",
                        "RATE_LIMIT_AUTH",
                        "CORS_ORIGINS",
                        "LATCHKEY_V2_ALIAS",
                        "DATABASE_MIN_CONNECTIONS");
        assertThat(configuration.problems()).allSatisfy(problem -> {
            assertThat(problem.sentence()).endsWith(".");
            assertThat(problem.fix()).isNotBlank();
        });
        assertThatThrownBy(configuration::requireValid)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("8 problems")
                .hasMessageContaining("PORT is \"eighty\": it must be a whole number from 0 to 65535.")
                .hasMessageContaining("Did you mean LATCHKEY_V1_ALIAS?")
                .hasMessageNotContainingAny("hunter2", "battery staple");
    }

    @Test
    void aRuleOverAValueThatCannotBeReadAddsNoSecondProblem() {
        assertThat(read(Profile.DEV, Map.of("DATABASE_MAX_CONNECTIONS", "lots")).problems())
                .extracting(Problem::name)
                .containsExactly("DATABASE_MAX_CONNECTIONS");
    }

    @Test
    void aMasterKeyMustBeThirtyTwoRandomBytes() {
        for (String bad : List.of("AAAA", "A".repeat(43) + "=", "0".repeat(64), "f".repeat(63), "not base64 at all!")) {
            assertThat(read(Profile.DEV, Map.of("MASTER_KEY", bad)).problems())
                    .as(bad)
                    .extracting(Problem::name)
                    .containsExactly("MASTER_KEY");
        }
        String hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        assertThat(read(Profile.DEV, Map.of("MASTER_KEY", hex)).requireValid().get(SecretSettings.MASTER_KEY))
                .isEqualTo(Settings.of(Profile.DEV, Map.of("MASTER_KEY", KEY), SecretSettings.GROUP)
                        .get(SecretSettings.MASTER_KEY));
    }

    @Test
    void printedConfigurationShowsOriginsAndMasksSecrets() {
        Map<String, String> values = new HashMap<>(COMPLETE);
        values.put("DATABASE_URL", "postgresql://latchkey:hunter2@db/latchkey?sslpassword=hunter3");
        String printed = read(Profile.SERVE, values).print();

        assertThat(printed)
                .containsPattern("PORT +\\S* = 8080 +\\(default\\)")
                .containsPattern(
                        "DATABASE_URL +\\S* = postgresql://latchkey:\\*{8}@db:5432/latchkey\\S+ +\\(environment\\)")
                .containsPattern("MASTER_KEY +\\S* = \\*{8} +\\(environment\\)")
                .doesNotContain(KEY, OPERATOR, "hunter2", "hunter3");
    }

    @Test
    void printedConfigurationTellsInvalidAndMissingApart() {
        assertThat(read(Profile.SERVE, Map.of("PORT", "x")).print())
                .containsPattern("PORT +\\S* = <invalid> +\\(environment\\)")
                .containsPattern("MASTER_KEY +\\S* = <missing>")
                .containsPattern("LATCHKEY_OPERATOR_TOKEN +\\S* = <not set>");
    }

    @Test
    void productionNamesItsOriginsOrSwitchesThemOff() {
        Map<String, String> values = new HashMap<>(COMPLETE);
        values.put("CORS_ORIGINS", "");
        assertThat(read(Profile.SERVE, values).problems())
                .extracting(Problem::name)
                .containsExactly("CORS_ORIGINS");
        values.put("CORS_DISABLED", "true");
        assertThat(read(Profile.SERVE, values).problems()).isEmpty();
        values.put("CORS_ORIGINS", "*");
        assertThat(read(Profile.SERVE, values).problems())
                .extracting(Problem::name)
                .containsExactly("CORS_ORIGINS");
    }

    @Test
    void weakenedProductionIsWarnedAbout() {
        Map<String, String> values = new HashMap<>(COMPLETE);
        values.remove("LATCHKEY_OPERATOR_TOKEN");
        values.put("RATE_LIMIT_ENABLED", "false");
        values.put("ENVIRONMENT", "development");
        Configuration configuration = read(Profile.SERVE, values);

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.warnings())
                .extracting(Problem::name)
                .containsExactlyInAnyOrder("LATCHKEY_OPERATOR_TOKEN", "RATE_LIMIT_ENABLED", "ENVIRONMENT");
    }

    @Test
    void addressRangesContainTheirAddresses() {
        assertThat(AddressRange.parse("10.1.2.0/23").contains(InetAddress.ofLiteral("10.1.3.255")))
                .isTrue();
        assertThat(AddressRange.parse("10.1.2.0/23").contains(InetAddress.ofLiteral("10.1.4.0")))
                .isFalse();
        assertThat(AddressRange.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("203.0.113.9")))
                .isTrue();
        assertThat(AddressRange.parse("::/0").contains(InetAddress.ofLiteral("203.0.113.9")))
                .isFalse();
        assertThat(AddressRange.parse("2001:db8::/33").contains(InetAddress.ofLiteral("2001:db8:7fff::1")))
                .isTrue();
        assertThat(AddressRange.parse("2001:db8::/33").contains(InetAddress.ofLiteral("2001:db8:8000::1")))
                .isFalse();
        assertThatThrownBy(() -> AddressRange.parse("localhost")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> AddressRange.parse("10.0.0.0/33")).isInstanceOf(InvalidValueException.class);
    }

    private static Configuration read(Profile profile, Map<String, String> values) {
        return Configuration.read(SettingCatalogue.of(PlatformSettings.GROUPS), profile, Environment.of(values));
    }
}
