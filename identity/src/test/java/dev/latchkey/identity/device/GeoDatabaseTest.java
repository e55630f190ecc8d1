package dev.latchkey.identity.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeoDatabaseTest {

    @Test
    void placesComeFromTheFileAndNothingElse(@TempDir Path folder) throws Exception {
        Places places = GeoDatabase.open(file(folder, TinyGeoDatabase.of("198.51.100.0/24", "Lisbon", "Portugal")));

        assertThat(places.of("198.51.100.7")).contains("Lisbon, Portugal");
        assertThat(places.of("198.51.101.7")).isEmpty();
        assertThat(places.of("::1")).isEmpty();
        assertThat(places.of("localhost")).isEmpty();
        assertThat(places.of("")).isEmpty();
        assertThat(places.of(null)).isEmpty();
    }

    @Test
    void anythingElseThanADatabaseIsRefused(@TempDir Path folder) throws Exception {
        Path other = file(folder, "no database".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> GeoDatabase.open(other)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> GeoDatabase.open(folder.resolve("missing"))).isInstanceOf(IOException.class);
    }

    private static Path file(Path folder, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("places.mmdb"), bytes);
    }
}
