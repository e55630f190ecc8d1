package dev.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SodiumLibraryTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux64/libsodium.so",
        "Linux, aarch64, arm64/libsodium.so",
        "Mac OS X, x86_64, mac/libsodium.dylib",
        "Mac OS X, aarch64, mac_arm/libsodium.dylib",
        "Windows 11, amd64, windows64/libsodium.dll",
    })
    void everySupportedPlatformHasABundledBinary(String system, String processor, String resource) {
        assertThat(SodiumLibrary.resource(system, processor)).isEqualTo(resource);
        assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"Linux, riscv64", "SunOS, amd64", "Windows 11, aarch64"})
    void anUnsupportedPlatformIsNamed(String system, String processor) {
        assertThatThrownBy(() -> SodiumLibrary.resource(system, processor))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining(system)
                .hasMessageContaining(processor);
    }

    @Test
    void theUnpackedFileIsPrivateAndRemovedAfterLoading() throws Exception {
        Path file;
        try (SodiumLibrary library = SodiumLibrary.unpack()) {
            file = library.file();
            assertThat(Files.getPosixFilePermissions(library.directory()))
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE", "OWNER_EXECUTE");
            assertThat(file).isNotEmptyFile();
        }
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void theLibraryHasTheVersionWeTestedWith() {
        assertThat(Sodium.version()).isEqualTo("1.0.20");
    }
}
