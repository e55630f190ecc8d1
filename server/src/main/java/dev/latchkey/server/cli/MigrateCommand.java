package dev.latchkey.server.cli;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.configuration.DatabaseSettings;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.Database;
import dev.latchkey.server.Catalogue;
import dev.latchkey.server.Latchkey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code latchkey migrate}: needs nothing but {@code DATABASE_URL}; asks nothing, so it suits deployment scripts. */
@Command(
        name = "migrate",
        description = "Bring the database at DATABASE_URL up to date. serve does this too when it starts.",
        mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        // The profile is not SERVE: a deployment step that only migrates needs no keys.
        Settings settings = Configuration.read(Catalogue.ALL, Profile.DEV, Environment.ofProcess(Path.of("")))
                .requireValid();
        if (settings.find(DatabaseSettings.URL).isEmpty()) {
            throw new ConfigurationException(
                    List.of(new Problem(DatabaseSettings.URL.name(), "is not set.", DatabaseSettings.URL.howTo())));
        }
        try (Database database = Latchkey.database(settings, Clock.systemUTC())) {
            int executed = Latchkey.migrations(database).migrate();
            System.out.println(executed == 0 ? "The database is up to date." : executed + " migrations applied.");
        }
        return 0;
    }
}
