package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.identity.authenticate.AuthenticateSettings;
import dev.latchkey.identity.provider.ProviderSettings;
import dev.latchkey.identity.session.CookieSettings;
import dev.latchkey.identity.session.SessionCookies.SameSite;
import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IdentitySettingsTest {

    @Test
    void defaultsAreThoseOfTheContract() {
        Settings serve = IdentityHouse.settings(Profile.SERVE, Map.of("COOKIE_ENABLED", "true"));

        assertThat(serve.get(AuthenticateSettings.ALLOW_UNVERIFIED)).isFalse();
        assertThat(serve.find(ProviderSettings.AUTH_PROVIDER)).isEmpty();
        assertThat(serve.get(IdentitySettings.JWT_ISSUER)).isEqualTo("cedros-login");
        assertThat(serve.get(IdentitySettings.JWT_AUDIENCE)).isEqualTo("cedros-app");
        assertThat(serve.get(IdentitySettings.JWT_ACCESS_EXPIRY)).isEqualTo(Duration.ofMinutes(15));
        assertThat(serve.get(IdentitySettings.JWT_REFRESH_EXPIRY)).isEqualTo(Duration.ofDays(7));
        assertThat(serve.get(IdentitySettings.EMAIL_ENABLED)).isTrue();
        assertThat(serve.get(CookieSettings.SECURE)).isTrue();
        assertThat(serve.get(CookieSettings.SAME_SITE)).isEqualTo(SameSite.LAX);
        assertThat(serve.get(CookieSettings.ACCESS_NAME)).isEqualTo("cedros_access");
        assertThat(serve.get(CookieSettings.REFRESH_NAME)).isEqualTo("cedros_refresh");
        Settings dev = IdentityHouse.settings(Profile.DEV, Map.of());
        assertThat(dev.get(AuthenticateSettings.ALLOW_UNVERIFIED)).isTrue();
        assertThat(dev.get(CookieSettings.SECURE)).isFalse();
    }

    @Test
    void insecureAndIncompleteSettingsStopTheStart() {
        refused(Map.of("COOKIE_ENABLED", "true", "COOKIE_SECURE", "false"), "COOKIE_SECURE", "plain http");
        refused(
                Map.of("COOKIE_ENABLED", "true", "COOKIE_SECURE", "false", "COOKIE_SAME_SITE", "none"),
                "COOKIE_SAME_SITE",
                "COOKIE_SECURE=true");
        refused(Map.of("AUTH_PROVIDER", "clerk"), "LATCHKEY_AUTH_PROVIDER_ISSUER", "not set");
        refused(Map.of("AUTH_PROVIDER", "github"), "AUTH_PROVIDER", "clerk, better_auth, oidc");
        refused(
                Map.of(
                        "AUTH_PROVIDER", "oidc",
                        "LATCHKEY_AUTH_PROVIDER_ISSUER", "http://issuer.example.com",
                        "LATCHKEY_AUTH_PROVIDER_AUDIENCE", "app"),
                "LATCHKEY_AUTH_PROVIDER_ISSUER",
                "https");
        refused(Map.of("JWT_ACCESS_EXPIRY", "0"), "JWT_ACCESS_EXPIRY", "at least 1");
        refused(
                Map.of("JWT_RSA_PRIVATE_KEY", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"),
                "JWT_RSA_PRIVATE_KEY",
                "RSA private key");
        refused(Map.of("COOKIE_ACCESS_NAME", "a=b; x"), "COOKIE_ACCESS_NAME", "letters");
    }

    private static void refused(Map<String, String> values, String name, String reason) {
        assertThatThrownBy(() -> IdentityHouse.settings(Profile.SERVE, values))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason);
    }
}
