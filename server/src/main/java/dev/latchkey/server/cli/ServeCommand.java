package dev.latchkey.server.cli;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.server.Catalogue;
import dev.latchkey.server.Latchkey;
import dev.latchkey.server.Logging;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code latchkey serve}: production rules; lists every problem of the configuration at once and then refuses. */
@Command(
        name = "serve",
        description = {
            "Run the server with production rules.",
            "Settings come from environment variables and ./.env; docs/configuration.md lists them."
        },
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    @Option(names = "--print-config", description = "Show the effective settings, secrets masked, and exit.")
    private boolean printConfig;

    @Override
    public Integer call() {
        Configuration configuration =
                Configuration.read(Catalogue.ALL, Profile.SERVE, Environment.ofProcess(Path.of("")));
        if (printConfig) {
            System.out.println(configuration.print());
        }
        configuration.warnings().forEach(warning -> System.err.println("warning: " + warning));
        Settings settings = configuration.requireValid();
        if (printConfig) {
            return 0;
        }
        Logging.configure(settings);
        long begun = System.nanoTime();
        Latchkey latchkey = Latchkey.start(settings);
        System.err.println("Latchkey listens on " + latchkey.url() + ", ready after "
                + (System.nanoTime() - begun) / 1_000_000 + " ms");
        Lifetime.untilStopped(latchkey);
        return 0;
    }
}
