package dev.latchkey.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code latchkey audit}: what happened, and whether the log still says so. */
@Command(
        name = "audit",
        description = "Prove or export the audit log of the database at DATABASE_URL.",
        mixinStandardHelpOptions = true,
        subcommands = {AuditVerifyCommand.class, AuditExportCommand.class})
public final class AuditCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Called by picocli. */
    @SuppressWarnings("NullAway.Init") // picocli sets the field
    public AuditCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
