package dev.latchkey.identity.provider;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The auth provider of the default project. */
public final class ProviderSettings {

    public static final Setting<ProviderKind> AUTH_PROVIDER = Setting.of(
                    "AUTH_PROVIDER",
                    SettingTypes.oneOf(ProviderKind.class),
                    "The auth provider whose tokens the default project trusts; other projects configure theirs by"
                            + " `PUT /projects/{id}/auth-providers/{kind}`.")
            .defaultNote("none");

    public static final Setting<URI> AUTH_PROVIDER_ISSUER = Setting.of(
                    "LATCHKEY_AUTH_PROVIDER_ISSUER",
                    SettingTypes.uri("https", "http"),
                    "Issuer of AUTH_PROVIDER, exactly as in the tokens' `iss`.")
            .defaultNote("none");

    public static final Setting<List<String>> AUTH_PROVIDER_AUDIENCE = Setting.of(
                    "LATCHKEY_AUTH_PROVIDER_AUDIENCE",
                    SettingTypes.listOf(SettingTypes.text()),
                    "Audiences of which a token of AUTH_PROVIDER must name one (CLERK without `aud`: in `azp`).")
            .defaultNote("none");

    public static final Setting<URI> AUTH_PROVIDER_JWKS_URL = Setting.of(
                    "LATCHKEY_AUTH_PROVIDER_JWKS_URL",
                    SettingTypes.uri("https", "http"),
                    "Where the keys of AUTH_PROVIDER are.")
            .defaultNote("from the issuer's discovery document");

    private ProviderSettings() {}

    /** The configured provider, if there is one, as the project's. */
    public static List<AuthProvider> configured(Settings settings, UUID projectId) {
        return settings.find(AUTH_PROVIDER).stream()
                .map(kind -> new AuthProvider(
                        projectId,
                        kind,
                        settings.get(AUTH_PROVIDER_ISSUER).toString(),
                        settings.get(AUTH_PROVIDER_AUDIENCE),
                        settings.find(AUTH_PROVIDER_JWKS_URL).orElse(null)))
                .toList();
    }

    /** A provider needs its issuer and audience, and https. */
    public static List<Problem> requireWhole(Settings settings) {
        boolean named = settings.find(AUTH_PROVIDER).isPresent();
        List<Problem> problems = new ArrayList<>();
        for (Setting<?> part : List.of(AUTH_PROVIDER_ISSUER, AUTH_PROVIDER_AUDIENCE)) {
            if (named && settings.find(part).isEmpty()) {
                problems.add(new Problem(
                        part.name(), "is not set, but AUTH_PROVIDER is.", "Set it, or remove AUTH_PROVIDER."));
            }
        }
        for (Setting<URI> address : List.of(AUTH_PROVIDER_ISSUER, AUTH_PROVIDER_JWKS_URL)) {
            boolean plain = settings.find(address)
                    .map(uri -> !"https".equalsIgnoreCase(uri.getScheme()))
                    .orElse(false);
            if (plain && settings.profile() == Profile.SERVE) {
                problems.add(
                        new Problem(address.name(), "is not an https address.", "Use the provider's https address."));
            }
        }
        return problems;
    }
}
