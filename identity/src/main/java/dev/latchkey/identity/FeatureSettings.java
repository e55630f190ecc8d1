package dev.latchkey.identity;

import dev.latchkey.identity.mailbox.InstantLinkSettings;
import dev.latchkey.identity.passkey.PasskeySettings;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.social.SocialSettings;
import dev.latchkey.identity.sso.SsoSettings;
import dev.latchkey.identity.walletsignin.WalletSignInSettings;
import dev.latchkey.platform.settings.SystemSettings;

/** Which settings switch the ways to sign in; each is asked for at each call. */
final class FeatureSettings {

    private FeatureSettings() {}

    static Features features(SystemSettings settings) {
        return new Features(feature -> isOn(settings, feature));
    }

    private static boolean isOn(SystemSettings settings, Feature feature) {
        return switch (feature) {
            case EMAIL -> settings.get(IdentitySettings.AUTH_EMAIL_ENABLED);
            case GOOGLE -> SocialSettings.googleIsOn(settings);
            case APPLE -> SocialSettings.appleIsOn(settings);
            case WEBAUTHN -> settings.get(PasskeySettings.AUTH_WEBAUTHN_ENABLED);
            case SOLANA -> settings.get(WalletSignInSettings.AUTH_SOLANA_ENABLED);
            case STELLAR -> settings.get(WalletSignInSettings.AUTH_STELLAR_ENABLED);
            case INSTANT_LINK ->
                settings.get(IdentitySettings.AUTH_EMAIL_ENABLED)
                        && settings.get(InstantLinkSettings.AUTH_INSTANTLINK_ENABLED)
                        && settings.get(InstantLinkSettings.FEATURE_INSTANT_LINK);
            case SSO -> settings.get(SsoSettings.FEATURE_SSO);
        };
    }
}
