package dev.latchkey.server.cli;

import dev.latchkey.platform.audit.AuditQuery;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.server.OfflineAudit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code latchkey audit export}. */
@Command(
        name = "export",
        description = "Write the audit log to standard output, one JSON object a line, in the order of the log."
                + " Needs DATABASE_URL and MASTER_KEY.",
        mixinStandardHelpOptions = true)
public final class AuditExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--project", paramLabel = "ID", description = "Only the events of one project.")
    private @Nullable UUID project;

    @Option(
            names = "--from",
            paramLabel = "MOMENT",
            converter = Moment.class,
            description = "Not before this day (2026-05-30, UTC) or moment (2026-05-30T12:00:00Z).")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "MOMENT", converter = Moment.class, description = "Not after this moment.")
    private @Nullable Instant to;

    /** Called by picocli. */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public AuditExportCommand() {}

    @Override
    public Integer call() throws IOException {
        AuditQuery query = AuditQuery.everything();
        query = project == null ? query : query.project(project);
        query = from == null ? query : query.from(from);
        query = to == null ? query : query.to(to);
        OutputStream output = new BufferedOutputStream(System.out);
        try (OfflineAudit audit = OfflineAudit.open(Environment.ofProcess(Path.of("")))) {
            long count = audit.export().write(query, output);
            output.flush();
            spec.commandLine().getErr().println(count + " events");
        }
        return 0;
    }

    /** A day or a moment. */
    static final class Moment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.contains("T")
                        ? OffsetDateTime.parse(text).toInstant()
                        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeException neither) {
                throw new TypeConversionException("'" + text + "' is neither a day nor a moment");
            }
        }
    }
}
