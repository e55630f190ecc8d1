package dev.latchkey.server;

import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.http.CannotListenException;
import dev.latchkey.server.cli.AuditCommand;
import dev.latchkey.server.cli.DemoCommand;
import dev.latchkey.server.cli.DevCommand;
import dev.latchkey.server.cli.DoctorCommand;
import dev.latchkey.server.cli.MigrateCommand;
import dev.latchkey.server.cli.ReferenceCommand;
import dev.latchkey.server.cli.ServeCommand;
import dev.latchkey.server.cli.VersionCommand;
import dev.latchkey.server.local.LocalSetupException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands behind {@code ./latchkey}. Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
        name = "latchkey",
        description = "Sign-in and invisible wallets in one self-hosted server.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        subcommands = {
            DemoCommand.class,
            DevCommand.class,
            ServeCommand.class,
            MigrateCommand.class,
            AuditCommand.class,
            DoctorCommand.class,
            VersionCommand.class,
            ReferenceCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Called by picocli. */
    @SuppressWarnings("NullAway.Init") // picocli sets the field
    public Main() {}

    public static void main(String[] arguments) {
        Logging.quiet();
        int code = new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::explain)
                .execute(arguments);
        Logging.flush();
        System.exit(code);
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** What people can mend gets a sentence; anything else is a defect and gets its stack trace. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof ConfigurationException || failure instanceof LocalSetupException) {
            command.getErr().println(failure.getMessage());
            return 2;
        }
        if (failure instanceof CannotListenException) {
            command.getErr().println(failure.getMessage());
            return 1;
        }
        Optional<String> unusable = unusableDatabase(failure);
        if (unusable.isPresent()) {
            command.getErr().println("The database at DATABASE_URL cannot be used: " + unusable.get());
            return 1;
        }
        LoggerFactory.getLogger(Main.class).error("failed", failure);
        command.getErr().println("Failed: " + failure);
        return 1;
    }

    /** What PostgreSQL or the way to it said, when no connection could be had. */
    private static Optional<String> unusableDatabase(Throwable failure) {
        boolean refused = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            refused |= cause instanceof SQLTransientConnectionException;
            if (refused && cause instanceof PSQLException said) {
                return Optional.of(
                        String.valueOf(said.getMessage()).lines().findFirst().orElse(""));
            }
        }
        return Optional.empty();
    }
}
