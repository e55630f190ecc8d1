package dev.latchkey.identity.password;

import dev.latchkey.identity.email.DisposableDomains;
import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.settings.SettingWriters;
import dev.latchkey.platform.settings.SystemSettings;
import java.util.List;

/** The administrators' own list of throw-away mail domains (admin-settings.md 7). */
public final class DisposableDomainRoutes {

    private static final String TAG = "System settings";

    private final SystemSettings settings;
    private final SettingWriters writers;
    private final String path;

    public DisposableDomainRoutes(SystemSettings settings, SettingWriters writers, String basePath) {
        this.settings = settings;
        this.writers = writers;
        this.path = basePath + "/admin/disposable-domains";
    }

    public List<Route> routes() {
        return List.of(
                admin(Route.get(path))
                        .answer(200, DisposableDomainList.class)
                        .summary(TAG, "Tells which domains of throw-away mail are refused.")
                        .handle(call -> listing()),
                admin(Route.put(path))
                        .body(PutDomains.class)
                        .answer(200, DisposableDomainList.class)
                        .answer(400, "Something that is no domain")
                        .answer(403, "Not, or not any more, a system admin of the default project")
                        .summary(TAG, "Replaces the domains that are refused besides the bundled list.")
                        .handle(this::replace));
    }

    private static Route.Builder admin(Route.Builder route) {
        return route.style(Style.AUTH).guard(Guard.INSTALLATION_ADMIN).rate(RateClass.GENERAL);
    }

    private Reply replace(Call call) {
        try {
            List<String> domains =
                    DisposableDomains.normal(call.body(PutDomains.class).domains());
            settings.change(PasswordSettings.CUSTOM_BLOCKED_DOMAINS, domains, call.origin(), writers);
        } catch (InvalidValueException noDomain) {
            throw ApiException.invalid("domains " + noDomain.getMessage());
        }
        return listing();
    }

    private Reply listing() {
        return Reply.ok(new DisposableDomainList(
                DisposableDomains.bundledCount(),
                settings.get(PasswordSettings.CUSTOM_BLOCKED_DOMAINS),
                settings.get(PasswordSettings.AUTH_EMAIL_BLOCK_DISPOSABLE)));
    }

    /** Body of {@code PUT /admin/disposable-domains}. */
    record PutDomains(List<String> domains) {}

    /** Answer of {@code GET} and {@code PUT /admin/disposable-domains}. */
    record DisposableDomainList(int builtInCount, List<String> customDomains, boolean enabled) {}
}
