package dev.latchkey.server;

import dev.latchkey.access.Access;
import dev.latchkey.custody.Custody;
import dev.latchkey.custody.signup.SignUpTerms;
import dev.latchkey.identity.Identity;
import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.payments.PaymentsSettings;
import dev.latchkey.payments.balance.BalanceSettings;
import dev.latchkey.platform.configuration.PlatformSettings;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.mail.MailSettings;
import dev.latchkey.platform.notification.NotificationSettings;
import dev.latchkey.platform.settings.DashboardPermissions;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingCatalogue;
import dev.latchkey.server.configuration.FutureSettings;
import dev.latchkey.server.configuration.ReferenceNames;
import dev.latchkey.server.configuration.ServerSystemSettings;
import dev.latchkey.tenancy.Tenancy;
import java.util.List;
import java.util.stream.Stream;

/** Every setting of every room. */
public final class Catalogue {

    public static final SettingCatalogue ALL =
            SettingCatalogue.of(groups()).withUnused(ReferenceNames.notDeclaredIn(groups()));

    /** What administrators may change while the server runs. */
    public static final SystemSettingCatalogue SYSTEM = new SystemSettingCatalogue(Stream.of(
                    ServerSystemSettings.ALL,
                    MailSettings.SYSTEM,
                    Identity.SYSTEM_SETTINGS,
                    List.of(DashboardPermissions.SETTING),
                    FutureSettings.ALL)
            .<SystemSetting<?>>flatMap(List::stream)
            .toList());

    private Catalogue() {}

    private static List<SettingGroup> groups() {
        return Stream.of(
                        PlatformSettings.GROUPS.stream(),
                        Stream.of(
                                MailSettings.GROUP,
                                NotificationSettings.GROUP,
                                StellarSettings.GROUP,
                                Tenancy.SETTINGS),
                        Identity.SETTINGS.stream(),
                        Access.SETTINGS.stream(),
                        Stream.of(Custody.SETTINGS, SignUpTerms.GROUP, PaymentsSettings.GROUP, BalanceSettings.GROUP))
                .flatMap(groups -> groups)
                .toList();
    }
}
