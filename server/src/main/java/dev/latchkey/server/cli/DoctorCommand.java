package dev.latchkey.server.cli;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.server.Catalogue;
import dev.latchkey.server.Doctor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code latchkey doctor}: row by row, whether {@code serve} would work here. */
@Command(
        name = "doctor",
        description = "Check the configuration of serve and its surroundings, row by row. Exit code 1 if a row fails.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Configuration configuration =
                Configuration.read(Catalogue.ALL, Profile.SERVE, Environment.ofProcess(Path.of("")));
        List<Doctor.Finding> findings = Doctor.examine(configuration);
        findings.forEach(
                finding -> System.out.printf("%-4s  %-22s %s%n", finding.mark(), finding.subject(), finding.text()));
        boolean healthy = findings.stream().noneMatch(finding -> finding.state() == Doctor.State.FAIL);
        System.out.println(healthy ? "Ready for latchkey serve." : "latchkey serve would not work well here.");
        return healthy ? 0 : 1;
    }
}
