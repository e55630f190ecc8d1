package dev.latchkey.server.configuration;

import dev.latchkey.networks.solana.SolanaAddress;
import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.configuration.SettingType;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingTypes;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Settings that clients know and no part of this version reads (admin-settings.md 5): they are kept and validated, so that
 * dashboards work and values survive until the part that needs them comes.
 */
public final class FutureSettings {

    private static final long MANY = Long.MAX_VALUE;
    private static final String DEPOSIT = "deposit";
    private static final String GENERAL = "deposit.general";
    private static final String FEATURES = "features";
    private static final String SERVER = "server";
    private static final String WITHDRAWAL = "withdrawal";
    private static final List<String> COMPANY_TOKENS = List.of("USDC", "USDT", "SOL", "EURC");

    public static final List<SystemSetting<?>> ALL = Stream.of(
                    withdrawals(), fees(), depositPages(), deposits(), features(), server())
            .<SystemSetting<?>>flatMap(Function.identity())
            .<SystemSetting<?>>map(SystemSetting::unused)
            .toList();

    private FutureSettings() {}

    private static Stream<SystemSetting<?>> withdrawals() {
        return Stream.of(
                number("privacy_period_secs", "privacy", 0, MANY, 604_800, "Seconds a private deposit rests."),
                number("withdrawal_poll_interval_secs", WITHDRAWAL, 60, MANY, 3600, "Seconds between two rounds."),
                number("withdrawal_batch_size", WITHDRAWAL, 1, 100, 10, "Withdrawals of one round."),
                number("withdrawal_timeout_secs", WITHDRAWAL, 30, MANY, 120, "Seconds a withdrawal may take."),
                number("withdrawal_max_retries", WITHDRAWAL, 0, 10, 3, "How often a withdrawal is tried again."),
                number("withdrawal_percentage", WITHDRAWAL, 1, 100, 100, "Percent of a deposit that is withdrawn."),
                number("partial_withdrawal_count", WITHDRAWAL, 0, 255, 0, "Parts that a withdrawal is made in."),
                number(
                        "partial_withdrawal_min_lamports",
                        WITHDRAWAL,
                        0,
                        MANY,
                        500_000_000,
                        "Lamports from which on a withdrawal is made in parts."),
                number(
                        "withdrawal_min_lamports",
                        WITHDRAWAL,
                        0,
                        MANY,
                        1_000_000_000,
                        "Lamports that are withdrawn at least."),
                SystemSetting.optional(
                        "treasury_wallet_address",
                        WITHDRAWAL,
                        solanaAddress(),
                        "Wallet that deposits are gathered in."));
    }

    private static Stream<SystemSetting<?>> fees() {
        return Stream.of(
                SystemSetting.word(
                        "deposit_fee_policy",
                        DEPOSIT,
                        List.of("company_pays_all", "user_pays_swap", "user_pays_privacy", "user_pays_all"),
                        "company_pays_all",
                        "Who pays the fees of a deposit."),
                number("privacy_fee_fixed_lamports", DEPOSIT, 0, MANY, 6_000_000, "Fixed fee of privacy."),
                number("privacy_fee_percent_bps", DEPOSIT, 0, 10_000, 35, "Fee of privacy in basis points."),
                number("swap_fee_fixed_lamports", DEPOSIT, 0, MANY, 1_000_000, "Fixed fee of a swap."),
                number("swap_fee_percent_bps", DEPOSIT, 0, 10_000, 10, "Fee of a swap in basis points."),
                number("company_fee_fixed_lamports", DEPOSIT, 0, MANY, 0, "Fixed fee of the company."),
                number("company_fee_percent_bps", DEPOSIT, 0, 10_000, 0, "Fee of the company in basis points."));
    }

    private static Stream<SystemSetting<?>> depositPages() {
        return Stream.of(
                number("private_deposit_min_lamports", DEPOSIT, 0, MANY, 250_000_000, "Smallest private deposit."),
                number("micro_batch_threshold_usd", DEPOSIT, 0, MANY, 10, "Dollars from which on a batch is sent."),
                number("micro_batch_poll_secs", DEPOSIT, 60, MANY, 300, "Seconds between two looks at the batch."),
                SystemSetting.of(
                        "deposit_quick_action_tokens",
                        DEPOSIT,
                        symbols(),
                        List.of("USDC", "USDT", "EURC"),
                        "Tokens with a button of their own."),
                SystemSetting.of(
                        "deposit_custom_tokens",
                        DEPOSIT,
                        symbols(),
                        List.of("SOL", "USDC", "USDT", "EURC", "USD1", "PYUSD", "USDH", "CASH", "BONK", "ORE"),
                        "Tokens that can be chosen."),
                SystemSetting.document(
                        "deposit_custom_tokens_json", DEPOSIT, tokens(), List.of(), "More tokens, with their mints."),
                SystemSetting.bool("deposit_show_explainer", DEPOSIT, true, "Explain deposits before the first one."));
    }

    private static Stream<SystemSetting<?>> deposits() {
        return Stream.of(
                SystemSetting.of(
                        "solana_rpc_url",
                        GENERAL,
                        SystemSettingTypes.address(),
                        URI.create("https://api.mainnet-beta.solana.com"),
                        "Solana node."),
                SystemSetting.word(
                        "solana_network",
                        GENERAL,
                        List.of("mainnet-beta", "devnet"),
                        "mainnet-beta",
                        "Solana network."),
                SystemSetting.secret(
                        "jupiter_api_key", GENERAL, SettingTypes.secret(1), "Key for the prices of swaps."),
                SystemSetting.of(
                        "deposit_company_token",
                        GENERAL,
                        SystemSettingTypes.text()
                                .matching(
                                        COMPANY_TOKENS::contains,
                                        "must be one of " + String.join(", ", COMPANY_TOKENS)),
                        COMPANY_TOKENS.getFirst(),
                        "What deposits are kept in."),
                number("deposit_min_usd", GENERAL, 0, MANY, 1, "Smallest deposit in dollars."),
                number("deposit_max_usd", GENERAL, 0, MANY, 0, "Largest deposit in dollars; 0 for any."),
                SystemSetting.bool("deposit_micro_enabled", GENERAL, true, "Take very small deposits."),
                SystemSetting.bool("deposit_gasless_swap_enabled", GENERAL, true, "Swap without SOL for the fee."),
                SystemSetting.bool("deposit_privacy_enabled", GENERAL, false, "Take private deposits."));
    }

    private static Stream<SystemSetting<?>> features() {
        return Stream.of(
                SystemSetting.bool("feature_privacy_cash", FEATURES, false, "Private deposits."),
                SystemSetting.bool("feature_wallet_signing", FEATURES, false, "Signing with embedded wallets."),
                SystemSetting.bool("feature_credits", FEATURES, false, "Credits."),
                SystemSetting.bool("feature_cedros_pay", FEATURES, false, "Payments with Cedros Pay."),
                SystemSetting.bool("feature_user_withdrawals", FEATURES, false, "Withdrawals by users."),
                SystemSetting.word(
                        "wallet_recovery_mode",
                        FEATURES,
                        List.of("share_c_only", "full_seed", "none"),
                        "share_c_only",
                        "How users get back into a lost wallet."),
                SystemSetting.bool("webhook_notify_deposits", "webhook", true, "Tell webhook_url of deposits."));
    }

    private static Stream<SystemSetting<?>> server() {
        return Stream.of(
                SystemSetting.word(
                                "server_environment",
                                SERVER,
                                List.of("development", "staging", "production"),
                                "development",
                                "Name of the installation; it relaxes nothing.")
                        .unused(
                                "How strict the server is, the command it is started with decides: dev, demo or serve."),
                SystemSetting.secret(
                        "server_cedros_pay_api_key", SERVER, SettingTypes.secret(1), "Key for Cedros Pay."),
                SystemSetting.number(
                        "rate_limit_credit", "rate_limit", 1, 1_000_000, 30, "Credit requests per window."));
    }

    private static SystemSetting<Long> number(
            String key, String category, long minimum, long maximum, long fallback, String description) {
        return SystemSetting.number(key, category, minimum, maximum, fallback, description);
    }

    private static SettingType<String> solanaAddress() {
        return new SettingType<>(
                "a Solana address",
                text -> {
                    try {
                        return SolanaAddress.parse(text.strip()).toString();
                    } catch (IllegalArgumentException malformed) {
                        throw new InvalidValueException("must be a Solana address in base58");
                    }
                },
                Function.identity());
    }

    private static SettingType<List<String>> symbols() {
        return SettingTypes.listOf(SystemSettingTypes.text()
                .matching(symbol -> symbol.matches("[A-Za-z0-9]{1,20}"), "must be a list of token symbols"));
    }

    /** {@code [{symbol, mint, decimals, logoUrl?}]}. */
    private static SettingType<List<JsonNode>> tokens() {
        return SystemSettingTypes.json(
                "a JSON array of {symbol, mint, decimals, logoUrl?}",
                json -> {
                    if (!json.isArray() || !json.valueStream().allMatch(FutureSettings::isToken)) {
                        throw new InvalidValueException("must be a JSON array of {symbol, mint, decimals, logoUrl?}");
                    }
                    return json.valueStream().toList();
                },
                tokens -> tokens);
    }

    private static boolean isToken(JsonNode json) {
        return json.path("symbol").isString()
                && json.path("mint").isString()
                && json.path("decimals").isIntegralNumber()
                && (json.path("logoUrl").isMissingNode() || json.path("logoUrl").isString());
    }
}
