package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaFieldAccess;
import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.settings.Effect;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.server.support.ProductClasses;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue of system settings: every key of the contract, and none that promises what nobody keeps. */
final class SystemSettingCatalogueTest {

    /** admin-settings.md 5: key, category, values that fit, values that do not; {@code ''} is the empty text. */
    private static final String CONTRACT = """
            privacy_period_secs|privacy|0 604800|-1 x 1.5 ''
            withdrawal_poll_interval_secs|withdrawal|60 3600|59
            withdrawal_batch_size|withdrawal|1 100|0 101
            withdrawal_timeout_secs|withdrawal|30|29
            withdrawal_max_retries|withdrawal|0 10|11
            withdrawal_percentage|withdrawal|1 100|0 101
            partial_withdrawal_count|withdrawal|0 255|256 -1
            partial_withdrawal_min_lamports|withdrawal|0|-1
            withdrawal_min_lamports|withdrawal|0|-1
            treasury_wallet_address|withdrawal|'' 4fYNw3dojWmQ4dXtSGE9epjRGy9pFSx62YypT7avPYvA|0OIl short
            rate_limit_auth|rate_limit|1 10|0
            rate_limit_general|rate_limit|1 60|0
            rate_limit_credit|rate_limit|1 30|0
            rate_limit_window|rate_limit|1 60|0
            auth_email_enabled|auth.email|true no 1|maybe
            auth_email_require_verification|auth.email|true no 1|maybe
            auth_email_block_disposable|auth.email|true no 1|maybe
            custom_blocked_domains|auth|[] ["example.com"]|'' {} [1] ["x"] ["a@b.com"] example.com
            auth_google_enabled|auth.google|true|2
            auth_google_client_id|auth.google|'' 1.apps.googleusercontent.com a,b|
            auth_apple_enabled|auth.apple|true|2
            auth_apple_client_id|auth.apple|'' com.example.app|
            auth_apple_team_id|auth.apple|'' ABCDE12345|
            auth_solana_enabled|auth.solana|true|2
            auth_solana_challenge_expiry|auth.solana|60 300|59
            auth_webauthn_enabled|auth.webauthn|true|2
            auth_webauthn_rp_id|auth.webauthn|'' example.com|https://example.com EXAMPLE.com
            auth_webauthn_rp_name|auth.webauthn|'' Example|
            auth_webauthn_rp_origin|auth.webauthn|'' https://a.example.com,https://b.example.com|example.com
            auth_instantlink_enabled|auth.instantlink|true|2
            auth_instantlink_expiry|auth.instantlink|60 900|59
            auth_instantlink_rate_limit|auth.instantlink|1 5|0
            feature_privacy_cash|features|true|2
            feature_wallet_signing|features|true|2
            feature_sso|features|true|2
            feature_organizations|features|true|2
            feature_mfa|features|true|2
            feature_instant_link|features|true|2
            feature_credits|features|true|2
            feature_cedros_pay|features|true|2
            feature_user_withdrawals|features|true|2
            wallet_recovery_mode|features|share_c_only full_seed none|some
            security_cors_origins|security|'' https://a.example.com|example.com https://a.example.com/path
            security_cookie_domain|security|'' example.com|com a_b
            security_cookie_secure|security|true|2
            security_cookie_same_site|security|strict lax none|any
            security_session_timeout|security|300 604800|299
            security_jwt_issuer|security|cedros-login|''
            security_jwt_audience|security|cedros-app|''
            email_provider|email|mailgun sendgrid postmark ses resend custom|other
            email_smtp_host|email|'' mail.example.com 10.0.0.1|a/b
            email_smtp_port|email|587 465 25|0 65536 x
            email_smtp_user|email|'' user|
            email_smtp_password|email|'' secret|
            email_smtp_tls|email|true|2
            email_from_address|email|a@example.com|example.com ''
            email_from_name|email|Example|''
            webhook_enabled|webhook|true|2
            webhook_url|webhook|'' https://example.com/hook|example.com https://u:p@example.com/ ftp://example.com
            webhook_secret|webhook|'' 0123456789abcdef0123456789abcdef|short
            webhook_timeout|webhook|1 30|0
            webhook_retries|webhook|0 3|-1 6
            webhook_notify_registrations|webhook|true|2
            webhook_notify_signins|webhook|true|2
            webhook_notify_deposits|webhook|true|2
            server_frontend_url|server|https://example.com|example.com
            server_base_path|server|/auth /|auth
            server_trust_proxy|server|true|2
            server_log_level|server|trace debug info warn error|loud
            server_log_format|server|json pretty|xml
            server_environment|server|development staging production|test
            server_cedros_pay_api_key|server|'' key|
            server_metrics_api_key|server|'' 0123456789abcdef|short
            private_deposit_min_lamports|deposit|0|-1
            micro_batch_threshold_usd|deposit|10|x
            micro_batch_poll_secs|deposit|60|59
            deposit_fee_policy|deposit|company_pays_all user_pays_swap user_pays_privacy user_pays_all|nobody
            privacy_fee_fixed_lamports|deposit|0|-1
            privacy_fee_percent_bps|deposit|0 10000|10001
            swap_fee_fixed_lamports|deposit|0|-1
            swap_fee_percent_bps|deposit|0 10000|10001
            company_fee_fixed_lamports|deposit|0|-1
            company_fee_percent_bps|deposit|0 10000|10001
            deposit_quick_action_tokens|deposit|'' USDC,USDT|US$
            deposit_custom_tokens|deposit|'' SOL,USD1|a-b
            deposit_custom_tokens_json|deposit|[] [{"symbol":"A","mint":"M","decimals":6}]|{} [1] [{"symbol":"A"}] x
            deposit_show_explainer|deposit|true|2
            solana_rpc_url|deposit.general|https://api.devnet.solana.com|solana
            solana_network|deposit.general|mainnet-beta devnet|testnet
            jupiter_api_key|deposit.general|'' key|
            deposit_company_token|deposit.general|USDC USDT SOL EURC|BTC
            deposit_min_usd|deposit.general|1|-1
            deposit_max_usd|deposit.general|0|-1
            deposit_micro_enabled|deposit.general|true|2
            deposit_gasless_swap_enabled|deposit.general|true|2
            deposit_privacy_enabled|deposit.general|false|2
            default_org_id|org|'' 3e7a4bd2-3f6c-4a53-9d8f-0f64c43c4a11|1 not-a-uuid
            dashboard_permissions|dashboard|{"admin":{},"member":{"team":false}}|[] {} {"admin":{"x":true},"member":{}}
            """;

    private static final Set<String> SECRETS = Set.of(
            "email_smtp_password",
            "webhook_secret",
            "server_cedros_pay_api_key",
            "server_metrics_api_key",
            "jupiter_api_key");

    @Test
    void everyKeyOfTheContractHasItsCategoryAndItsLimits() {
        for (String line : CONTRACT.lines().toList()) {
            String[] parts = line.split("\\|", -1);
            SystemSetting<?> setting = setting(parts[0]);
            assertThat(setting.category()).as(parts[0]).isEqualTo(parts[1]);
            assertThat(setting.secret()).as(parts[0]).isEqualTo(SECRETS.contains(parts[0]));
            texts(parts[2]).forEach(text -> assertThatCode(() -> parse(setting, text))
                    .as(parts[0] + " takes " + text)
                    .doesNotThrowAnyException());
            texts(parts[3]).forEach(text -> assertThatThrownBy(() -> parse(setting, text))
                    .as(parts[0] + " refuses " + text)
                    .isInstanceOf(InvalidValueException.class));
        }
    }

    @Test
    void theDefaultOfASettingIsAmongItsOwnValues() {
        for (SystemSetting<?> setting : Catalogue.SYSTEM.settings()) {
            assertFallbackFits(setting);
            assertThat(setting.description()).as(setting.key()).endsWith(".");
        }
    }

    @Test
    void aSettingThatClaimsToBeLiveIsReadBySomebodyAndAnUnusedOneByNobody() {
        Map<String, Field> constants = constants();
        for (SystemSetting<?> setting : Catalogue.SYSTEM.settings()) {
            boolean read = Optional.ofNullable(constants.get(setting.key()))
                    .map(SystemSettingCatalogueTest::isReadByOthersThanItsList)
                    .orElse(false);
            if (setting.effect() != Effect.REMADE) {
                assertThat(read)
                        .as(setting.key() + " is " + setting.effect())
                        .isEqualTo(setting.effect() == Effect.LIVE);
            }
        }
    }

    @Test
    void aSettingThatStandsInTheConfigurationSpeaksForAVariable() {
        Set<String> variables =
                Catalogue.ALL.settings().map(Setting::name).collect(Collectors.toCollection(TreeSet::new));
        for (SystemSetting<?> setting : Catalogue.SYSTEM.settings()) {
            if (setting.effect() == Effect.START || setting.effect() == Effect.REMADE) {
                assertThat(setting.counterpart()).as(setting.key()).isNotNull();
            }
            if (setting.counterpart() != null) {
                assertThat(variables).contains(setting.counterpart().variable().name());
            }
        }
    }

    @Test
    void whatIsMadeAnewOfTheConfigurationIsLookedAtFromOutside() {
        assertThat(Catalogue.SYSTEM.settings().stream()
                        .filter(setting -> setting.effect() == Effect.REMADE)
                        .map(SystemSetting::key))
                .containsExactlyInAnyOrderElementsOf(SystemSettingLiveTest.LOOKED_AT);
    }

    @Test
    void onlyWhatCannotChangeInARunningProcessWaitsForAStartAndSaysWhy() {
        assertThat(Catalogue.SYSTEM.settings().stream()
                        .filter(setting -> setting.effect() == Effect.START)
                        .map(SystemSetting::key))
                .containsExactly("server_base_path");
        for (SystemSetting<?> setting : Catalogue.SYSTEM.settings()) {
            boolean atOnce = setting.effect() == Effect.LIVE || setting.effect() == Effect.REMADE;
            assertThat(setting.delay() == null).as(setting.key()).isEqualTo(atOnce);
            assertThat(atOnce || String.valueOf(setting.delay()).endsWith("."))
                    .as(setting.key())
                    .isTrue();
        }
    }

    private static boolean isReadByOthersThanItsList(Field constant) {
        return ProductClasses.ALL
                .get(constant.getDeclaringClass())
                .getField(constant.getName())
                .getAccessesToSelf()
                .stream()
                .filter(access -> access.getAccessType() == JavaFieldAccess.AccessType.GET)
                .anyMatch(access -> !access.getOrigin().getName().equals("<clinit>"));
    }

    /** Where each setting is declared, for those that have a constant of their own. */
    private static Map<String, Field> constants() {
        Map<String, Field> constants = new HashMap<>();
        ProductClasses.ALL.stream()
                .flatMap(type -> Arrays.stream(declaredFields(type.getName())))
                .filter(field -> field.getType() == SystemSetting.class && Modifier.isStatic(field.getModifiers()))
                .forEach(field -> constants.put(valueOf(field).key(), field));
        return constants;
    }

    private static Field[] declaredFields(String type) {
        try {
            return Class.forName(type, false, SystemSettingCatalogueTest.class.getClassLoader())
                    .getDeclaredFields();
        } catch (ClassNotFoundException | NoClassDefFoundError elsewhere) {
            return new Field[0];
        }
    }

    private static SystemSetting<?> valueOf(Field field) {
        try {
            field.setAccessible(true);
            return (SystemSetting<?>) field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static SystemSetting<?> setting(String key) {
        return Catalogue.SYSTEM.find(key).orElseThrow(() -> new AssertionError("no setting " + key));
    }

    private static List<String> texts(String cell) {
        return cell.isEmpty()
                ? List.of()
                : Arrays.stream(cell.split(" ", -1))
                        .map(text -> text.equals("''") ? "" : text)
                        .toList();
    }

    private static Object parse(SystemSetting<?> setting, String text) {
        return setting.type().parser().apply(text);
    }

    private static <T> void assertFallbackFits(SystemSetting<T> setting) {
        if (!setting.secret()) {
            String text = setting.type().formatter().apply(setting.fallback());
            assertThat(setting.type().parser().apply(text)).as(setting.key()).isEqualTo(setting.fallback());
        }
    }
}
