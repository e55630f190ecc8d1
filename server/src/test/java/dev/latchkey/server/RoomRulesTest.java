package dev.latchkey.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import dev.latchkey.access.Access;
import dev.latchkey.custody.Custody;
import dev.latchkey.identity.Identity;
import dev.latchkey.payments.Payments;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.server.support.ProductClasses;
import dev.latchkey.tenancy.Tenancy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md that Maven alone does not enforce. */
class RoomRulesTest {

    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "platform", Set.of(),
            "networks", Set.of("platform"),
            "tenancy", Set.of("platform"),
            "identity", Set.of("platform", "networks", "tenancy"),
            "access", Set.of("platform", "tenancy", "identity"),
            "custody", Set.of("platform", "networks", "tenancy", "identity"),
            "payments", Set.of("platform", "networks", "tenancy", "identity", "custody"),
            "sandbox", Set.of());

    @Test
    void aRoomUsesOnlyTheRoomsBelowIt() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : ProductClasses.ALL) {
            String room = room(type);
            if (MAY_USE.containsKey(room)) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .filter(target -> target.getPackageName().startsWith("dev.latchkey."))
                        .map(RoomRulesTest::room)
                        .filter(other -> !other.equals(room))
                        .forEach(other -> uses.computeIfAbsent(room, key -> new TreeSet<>())
                                .add(other));
            }
        }
        uses.forEach((room, others) -> assertThat(MAY_USE.get(room)).as(room).containsAll(others));
    }

    /** A script that a room does not name runs in new databases only: others seem to be up to date. */
    @Test
    void everyMigrationScriptIsNamedByItsRoom() throws IOException {
        for (Migrations.Room room : List.of(
                Migrations.PLATFORM,
                Tenancy.MIGRATIONS,
                Identity.MIGRATIONS,
                Access.MIGRATIONS,
                Custody.MIGRATIONS,
                Payments.MIGRATIONS)) {
            Path folder = Path.of("..", room.schema(), "src", "main", "resources", "db", room.schema());
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrderElementsOf(room.scripts());
            }
        }
    }

    @Test
    void stellarSdkStaysInTheSandbox() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.latchkey.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.stellar.sdk.."));
    }

    /** Libraries are known by name only: a rule about them still has to see who uses them. */
    @Test
    void aForbiddenLibraryWouldBeSeen() {
        assertThat(noClasses()
                        .that()
                        .resideInAPackage("dev.latchkey.sandbox..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.stellar.sdk..")
                        .evaluate(ProductClasses.ALL)
                        .hasViolation())
                .isTrue();
    }

    @Test
    void jsonIsJackson3() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind.."));
    }

    @Test
    void sqlStaysInStoresAndNeverReachesRoutes() {
        check(noClasses()
                .that()
                .haveSimpleNameEndingWith("Routes")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jdbi.."));
    }

    @Test
    void onlyTheLibsodiumBindingCallsNativeCode() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("dev.latchkey.platform.crypto")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker"));
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked =
                ProductClasses.ALL.stream().collect(Collectors.groupingBy(JavaClass::getPackageName)).keySet().stream()
                        .filter(name -> !ProductClasses.ALL.contain(name + ".package-info")
                                || !ProductClasses.ALL
                                        .get(name + ".package-info")
                                        .isAnnotatedWith(NullMarked.class))
                        .sorted()
                        .toList();
        assertThat(unmarked).isEmpty();
    }

    private static void check(ArchRule rule) {
        rule.check(ProductClasses.ALL);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().split("\\.")[2];
    }
}
