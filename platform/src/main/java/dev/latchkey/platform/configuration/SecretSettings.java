package dev.latchkey.platform.configuration;

import java.util.List;

/** The secrets the whole server rests on. */
public final class SecretSettings {
    public static final Setting<SecretBytes> MASTER_KEY = Setting.of(
                    "MASTER_KEY",
                    SettingTypes.secretBytes(32),
                    "Key-encryption key. Everything secret in the database is encrypted under it or derived from it;"
                            + " without it nothing can be recovered.")
            .keptSecret()
            .requiredIn(Profile.SERVE)
            .defaultNote("dev, demo: generated; serve: **required**")
            .howTo("Make one with `openssl rand -base64 32` and keep a copy outside this machine.");

    public static final Setting<Secret> OPERATOR_TOKEN = Setting.of(
                    "LATCHKEY_OPERATOR_TOKEN",
                    SettingTypes.secret(46)
                            .matching(
                                    token -> token.reveal().matches("op_[A-Za-z0-9_-]{43}"),
                                    "must be op_ followed by 43 letters, digits, - or _"),
                    "Credential of the operator routes: creating developers and projects, first keys, lists across"
                            + " projects.")
            .keptSecret()
            .defaultNote("dev, demo: generated; serve: none")
            .howTo("Make one with `echo op_$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')`.");

    public static final SettingGroup GROUP =
            SettingGroup.of("Secrets", MASTER_KEY, OPERATOR_TOKEN).withAdvice(SecretSettings::adviseOnOperator);

    private SecretSettings() {}

    private static List<Problem> adviseOnOperator(Settings settings) {
        if (settings.profile() != Profile.SERVE || settings.find(OPERATOR_TOKEN).isPresent()) {
            return List.of();
        }
        return List.of(new Problem(
                OPERATOR_TOKEN.name(), "is not set: every operator route answers 401.", OPERATOR_TOKEN.howTo()));
    }
}
