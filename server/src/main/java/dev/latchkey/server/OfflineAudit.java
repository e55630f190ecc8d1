package dev.latchkey.server;

import dev.latchkey.platform.audit.Audit;
import dev.latchkey.platform.audit.AuditExport;
import dev.latchkey.platform.audit.AuditVerification;
import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.configuration.DatabaseSettings;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SecretSettings;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The audit log of a server's database without the server, for the command line; writes nothing. */
public final class OfflineAudit implements AutoCloseable {

    private final Database database;
    private final Secrets secrets;
    private final Audit audit;

    private OfflineAudit(Settings settings) {
        Clock clock = Clock.systemUTC();
        this.secrets = Secrets.of(settings, new SecureRandom());
        this.database = Latchkey.database(settings, clock);
        this.audit = new Audit(database, secrets.masterKey(), () -> Duration.ZERO, clock);
    }

    /**
     * Opens the log of the server that has this environment.
     *
     * @throws ConfigurationException when {@code DATABASE_URL} or {@code MASTER_KEY} is missing, or the database is not up
     *     to date
     */
    public static OfflineAudit open(Environment environment) {
        Settings settings =
                Configuration.read(Catalogue.ALL, Profile.DEV, environment).requireValid();
        List<Problem> missing = Stream.<Setting<?>>of(DatabaseSettings.URL, SecretSettings.MASTER_KEY)
                .filter(setting -> settings.find(setting).isEmpty())
                .map(setting -> new Problem(setting.name(), "is not set.", setting.howTo()))
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException(missing);
        }
        OfflineAudit audit = new OfflineAudit(settings);
        if (!Latchkey.migrations(audit.database).isCurrent()) {
            audit.close();
            throw new ConfigurationException(List.of(new Problem(
                    DatabaseSettings.URL.name(),
                    "leads to a database that is not up to date.",
                    "Run latchkey migrate.")));
        }
        return audit;
    }

    public AuditVerification verification() {
        return audit.verification();
    }

    public AuditExport export() {
        return audit.export();
    }

    @Override
    public void close() {
        database.close();
        secrets.close();
    }
}
