package dev.latchkey.server.configuration;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.UnusedSetting;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names that the two servers document whose clients we serve. Somebody who moves an installation here brings them along
 * and must not believe that they work: those no room declares are warned about.
 */
public final class ReferenceNames {
    private static final Map<String, List<String>> NAMES_BY_REASON = Map.ofEntries(
            Map.entry(
                    "Outgoing webhooks of projects are not part of this version.",
                    List.of(
                            "WEBHOOK_MAX_RETRIES",
                            "WEBHOOK_RETRY_BACKOFF_MS",
                            "WEBHOOK_TIMEOUT_MS",
                            "WEBHOOK_MAX_CONSECUTIVE_FAILURES",
                            "WEBHOOK_QUEUE_INTERVAL_MS")),
            Map.entry(
                    "Wallets that the user unlocks are not part of this version.",
                    List.of("WALLET_ENABLED", "WALLET_RECOVERY_MODE", "WALLET_UNLOCK_TTL")),
            Map.entry(
                    "Credits and deposits are not part of this version.",
                    List.of(
                            "RATE_LIMIT_CREDIT",
                            "PRIVACY_CASH_ENABLED",
                            "PRIVACY_CASH_SIDECAR_URL",
                            "PRIVACY_CASH_SIDECAR_TIMEOUT_MS",
                            "SIDECAR_API_KEY",
                            "NOTE_ENCRYPTION_KEY",
                            "NOTE_ENCRYPTION_KEY_ID",
                            "DEPOSIT_MIN_LAMPORTS",
                            "DEPOSIT_MAX_LAMPORTS",
                            "MAX_SPEND_PER_TRANSACTION_LAMPORTS",
                            "DEPOSIT_SESSION_TTL_SECS",
                            "COMPANY_WALLET_ADDRESS",
                            "COMPANY_CURRENCY",
                            "DEPOSIT_WEBHOOK_SECRET",
                            "SPL_TOKEN_WHITELIST",
                            "PRIVACY_PERIOD_SECS",
                            "WITHDRAWAL_POLL_INTERVAL_SECS",
                            "WITHDRAWAL_BATCH_SIZE",
                            "WITHDRAWAL_PERCENTAGE",
                            "PARTIAL_WITHDRAWAL_COUNT",
                            "PARTIAL_WITHDRAWAL_MIN_LAMPORTS")),
            Map.entry("Counters are kept in memory in this version.", List.of("REDIS_URL")),
            Map.entry(
                    "Signing keys are made, stored encrypted and rotated by the server itself; nothing is derived from"
                            + " this secret.",
                    List.of("JWT_SECRET")),
            Map.entry(
                    "Secrets of one-time passwords are sealed under MASTER_KEY; nothing is derived from this secret.",
                    List.of("TOTP_ENCRYPTION_SECRET")),
            Map.entry("Wallet keys are sealed under MASTER_KEY.", List.of("WALLET_ENCRYPTION_KEY")));

    private ReferenceNames() {}

    /** Those of the names that none of the groups declares, in alphabetical order. */
    public static List<UnusedSetting> notDeclaredIn(List<SettingGroup> groups) {
        Set<String> declared = new HashSet<>();
        for (SettingGroup group : groups) {
            for (Setting<?> setting : group.settings()) {
                declared.add(setting.name());
                declared.addAll(setting.aliases());
            }
        }
        Map<String, UnusedSetting> unused = new TreeMap<>();
        NAMES_BY_REASON.forEach((reason, names) -> names.stream()
                .filter(name -> !declared.contains(name))
                .forEach(name -> unused.put(name, new UnusedSetting(name, reason))));
        return List.copyOf(unused.values());
    }
}
