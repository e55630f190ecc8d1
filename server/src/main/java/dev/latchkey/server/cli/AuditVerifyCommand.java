package dev.latchkey.server.cli;

import dev.latchkey.platform.audit.AuditProof;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.json.Json;
import dev.latchkey.server.OfflineAudit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code latchkey audit verify}. */
@Command(
        name = "verify",
        description = {
            "Prove that the audit log is what the server wrote: nothing changed, removed, added, moved or cut off.",
            "Needs DATABASE_URL and MASTER_KEY; the server may run meanwhile. Keep what it prints somewhere else:"
                    + " given back with --against, it also proves that the log was not set back to an earlier state."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The log is intact.",
            "1:The log is damaged, or could not be read.",
            "2:Wrong usage or configuration."
        },
        mixinStandardHelpOptions = true)
public final class AuditVerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--project", paramLabel = "ID", description = "Only the chain of one project.")
    private @Nullable UUID project;

    @Option(names = "--json", description = "Print the proof as one JSON object.")
    private boolean json;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "An earlier proof, as --json printed it, that must still hold.")
    private @Nullable Path against;

    /** Called by picocli. */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public AuditVerifyCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<AuditProof.Head> earlier = earlier();
        try (OfflineAudit audit = OfflineAudit.open(Environment.ofProcess(Path.of("")))) {
            LongConsumer progress = count -> spec.commandLine().getErr().println(count + " events compared");
            AuditProof proof = project == null
                    ? audit.verification().all(earlier, progress)
                    : audit.verification().project(project, earlier, progress);
            if (json) {
                out.println(Json.write(proof));
            } else {
                print(proof, out);
            }
            out.flush();
            return proof.intact() ? 0 : 1;
        }
    }

    private static void print(AuditProof proof, PrintWriter out) {
        for (AuditProof.Chain chain : proof.chains()) {
            out.printf(
                    "%-36s  %,d events to position %,d%s%s%n%38s%s%n",
                    chain.projectId() == null ? "installation" : chain.projectId(),
                    chain.verified(),
                    chain.position(),
                    chain.dropped() == 0 ? "" : ", those up to " + chain.dropped() + " dropped with their months",
                    chain.unsealed() == 0 ? "" : ", " + chain.unsealed() + " not sealed yet",
                    "",
                    chain.hash());
            chain.problems().forEach(problem -> out.println("  " + problem.kind() + ": " + problem.text()));
        }
        proof.problems().forEach(problem -> out.println("LOG: " + problem));
        out.println(proof.intact() ? "The audit log is intact." : "The audit log is DAMAGED.");
    }

    private List<AuditProof.Head> earlier() throws IOException {
        if (against == null) {
            return List.of();
        }
        List<AuditProof.Head> heads = new ArrayList<>();
        try {
            for (JsonNode chain : Json.read(Files.readString(against)).path("chains")) {
                UUID id = chain.path("projectId")
                        .stringValueOpt()
                        .map(UUID::fromString)
                        .orElse(null);
                if (chain.path("position").asLong() > 0) {
                    heads.add(new AuditProof.Head(
                            id,
                            chain.path("position").asLong(),
                            chain.path("hash").stringValue()));
                }
            }
        } catch (JacksonException | IllegalArgumentException other) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), against + " is not what --json printed", other);
        }
        return heads;
    }
}
