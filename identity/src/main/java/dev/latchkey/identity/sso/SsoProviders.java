package dev.latchkey.identity.sso;

import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.json.Change;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Enters, changes and removes the issuers of a project (admin-settings.md 8). */
final class SsoProviders {

    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,64}");
    private static final Pattern DOMAIN = Pattern.compile("[^\\s\\p{C}@]+\\.[^\\s\\p{C}@]+");
    private static final int MAX_SCOPES = 20;
    private static final List<String> USUAL_SCOPES = List.of("openid", "email", "profile");

    private final Database database;
    private final SsoProviderStore store;
    private final ClientSecrets secrets;
    private final Issuers issuers;
    private final GuardedFetcher fetcher;

    SsoProviders(
            Database database, SsoProviderStore store, ClientSecrets secrets, Issuers issuers, GuardedFetcher fetcher) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.issuers = issuers;
        this.fetcher = fetcher;
    }

    record Page(List<SsoProvider> providers, int total) {}

    Page list(UUID projectId, @Nullable UUID orgId, int limit, int offset) {
        return database.read(
                sql -> new Page(store.list(sql, projectId, orgId, limit, offset), store.count(sql, projectId, orgId)));
    }

    SsoProvider get(UUID projectId, UUID id) {
        return database.read(sql -> store.byId(sql, projectId, id)).orElseThrow(SsoProviders::unknown);
    }

    SsoProvider create(UUID projectId, CreateSsoProvider wanted, Origin origin) {
        UUID id = UUID.randomUUID();
        List<String> scopes = scopes(Optional.ofNullable(wanted.scopes()).orElse(USUAL_SCOPES));
        String domain = wanted.emailDomain() == null ? null : domain(wanted.emailDomain());
        requireIssuer(wanted.issuerUrl());
        Envelope secret = secrets.seal(id, wanted.clientSecret());
        return stored(tx -> {
            SsoProvider provider = new SsoProvider(
                    id,
                    projectId,
                    wanted.orgId(),
                    wanted.name().strip(),
                    wanted.issuerUrl(),
                    wanted.clientId(),
                    secret,
                    scopes,
                    Optional.ofNullable(wanted.enabled()).orElse(true),
                    Optional.ofNullable(wanted.allowRegistration()).orElse(true),
                    domain,
                    tx.now(),
                    tx.now());
            store.insert(tx.sql(), provider);
            tx.audit(event("sso_provider.created", provider, origin));
            return provider;
        });
    }

    SsoProvider change(UUID projectId, UUID id, ChangeSsoProvider wanted, Origin origin) {
        String issuer = wanted.issuerUrl().applyTo(null);
        if (issuer != null) {
            requireIssuer(issuer);
        }
        return stored(tx -> {
            SsoProvider before = store.lock(tx.sql(), projectId, id).orElseThrow(SsoProviders::unknown);
            SsoProvider after = new SsoProvider(
                    id,
                    projectId,
                    before.orgId(),
                    kept("name", wanted.name(), before.name()).strip(),
                    kept("issuerUrl", wanted.issuerUrl(), before.issuerUrl()),
                    kept("clientId", wanted.clientId(), before.clientId()),
                    kept(
                            "clientSecret",
                            wanted.clientSecret().map(text -> secrets.seal(id, text)),
                            before.clientSecret()),
                    kept("scopes", wanted.scopes().map(SsoProviders::scopes), before.scopes()),
                    kept("enabled", wanted.enabled(), before.enabled()),
                    kept("allowRegistration", wanted.allowRegistration(), before.allowRegistration()),
                    wanted.emailDomain().map(SsoProviders::domain).applyTo(before.emailDomain()),
                    before.createdAt(),
                    tx.now());
            store.update(tx.sql(), after);
            tx.audit(event("sso_provider.updated", after, origin));
            return after;
        });
    }

    void delete(UUID projectId, UUID id, Origin origin) {
        database.run(tx -> {
            if (!store.delete(tx.sql(), projectId, id)) {
                throw unknown();
            }
            tx.audit(AuditEvent.success("sso_provider.deleted", origin, projectId, "sso_provider", id));
        });
    }

    @FunctionalInterface
    private interface Act {
        SsoProvider in(Transaction tx);
    }

    private SsoProvider stored(Act act) {
        try {
            return database.write(act::in);
        } catch (RuntimeException failure) {
            throw Violations.isUnique(failure)
                    ? ApiException.invalid("The organization has an enabled provider already; disable it first")
                    : failure;
        }
    }

    private static AuditEvent event(String type, SsoProvider provider, Origin origin) {
        return AuditEvent.success(type, origin, provider.projectId(), "sso_provider", provider.id())
                .with("issuer", provider.issuerUrl())
                .with("clientId", provider.clientId())
                .with("enabled", provider.enabled())
                .with("allowRegistration", provider.allowRegistration())
                .with("emailDomain", String.valueOf(provider.emailDomain()));
    }

    private static <T> T kept(String field, Change<T> change, T before) {
        if (change instanceof Change.Clear<T>) {
            throw ApiException.invalid(field + " cannot be cleared");
        }
        return Objects.requireNonNull(change.applyTo(before));
    }

    /** The issuer must be reachable, be who it says, and offer what signing in takes. */
    private void requireIssuer(String issuer) {
        try {
            URI address = new URI(issuer);
            if (!fetcher.admits(address) || address.getRawQuery() != null) {
                throw ApiException.invalid("issuerUrl must be an https address without query");
            }
            issuers.discover(issuer);
        } catch (URISyntaxException malformed) {
            throw ApiException.invalid("issuerUrl must be an https address without query");
        } catch (IOException unusable) {
            throw ApiException.invalid("issuerUrl cannot be used: " + unusable.getMessage());
        }
    }

    private static List<String> scopes(List<String> given) {
        LinkedHashSet<String> scopes = new LinkedHashSet<>(given);
        boolean sound = scopes.size() <= MAX_SCOPES
                && scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches());
        if (!sound || !scopes.contains("openid") || !scopes.contains("email")) {
            throw ApiException.invalid("scopes must include openid and email, and be at most " + MAX_SCOPES);
        }
        return List.copyOf(scopes);
    }

    private static String domain(String given) {
        String domain = EmailAddress.normalForm(given.strip());
        if (!DOMAIN.matcher(domain).matches()) {
            throw ApiException.invalid("emailDomain must be a domain such as example.com");
        }
        return domain;
    }

    static ApiException unknown() {
        return ApiException.notFound("SSO provider not found");
    }
}
