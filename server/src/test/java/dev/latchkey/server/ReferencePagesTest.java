package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.ConfigurationReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The generated pages that are committed say what the source says. */
class ReferencePagesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final String HOW_TO = "run ./latchkey reference docs and commit the result";

    @Test
    void theConfigurationPageListsEverySetting() throws IOException {
        assertThat(Files.readString(DOCS.resolve("configuration.md")))
                .as(HOW_TO)
                .isEqualTo(new ConfigurationReference(Catalogue.ALL).render());
    }
}
