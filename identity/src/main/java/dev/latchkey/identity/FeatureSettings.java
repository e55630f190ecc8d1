package dev.latchkey.identity;

import dev.latchkey.identity.passkey.PasskeySettings;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.social.SocialSettings;
import dev.latchkey.identity.sso.SsoSettings;
import dev.latchkey.identity.walletsignin.WalletSignInSettings;
import dev.latchkey.platform.configuration.Settings;

/** Which settings switch the ways to sign in. */
final class FeatureSettings {

    private FeatureSettings() {}

    static Features features(Settings settings) {
        return new Features(feature -> isOn(settings, feature));
    }

    private static boolean isOn(Settings settings, Feature feature) {
        return switch (feature) {
            case EMAIL -> settings.get(IdentitySettings.EMAIL_ENABLED);
            case GOOGLE -> SocialSettings.googleIsOn(settings);
            case APPLE -> SocialSettings.appleIsOn(settings);
            case WEBAUTHN -> settings.get(PasskeySettings.WEBAUTHN_ENABLED);
            case SOLANA -> settings.get(WalletSignInSettings.SOLANA_ENABLED);
            case STELLAR -> settings.get(WalletSignInSettings.STELLAR_ENABLED);
            case INSTANT_LINK ->
                settings.get(IdentitySettings.EMAIL_ENABLED) && settings.get(IdentitySettings.INSTANT_LINK_ENABLED);
            case SSO -> settings.get(SsoSettings.ENABLED);
        };
    }
}
