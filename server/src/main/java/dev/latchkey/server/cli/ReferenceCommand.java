package dev.latchkey.server.cli;

import dev.latchkey.platform.configuration.ConfigurationReference;
import dev.latchkey.server.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code latchkey reference}: writes the generated pages of {@code docs/}; a test compares them with the source. */
@Command(
        name = "reference",
        hidden = true,
        description = "Write the generated reference pages into a folder (docs).",
        mixinStandardHelpOptions = true)
public final class ReferenceCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder, usually docs.")
    private Path folder = Path.of("docs");

    @Override
    public Integer call() throws IOException {
        Files.writeString(folder.resolve("configuration.md"), new ConfigurationReference(Catalogue.ALL).render());
        System.out.println("wrote " + folder.resolve("configuration.md"));
        return 0;
    }
}
