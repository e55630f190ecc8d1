package dev.latchkey.testkit;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The server of this JVM and one migrated template database per kind of migration, made when first needed. */
final class TemplateDatabases implements AutoCloseable {
    private final TestServer server;
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final Set<String> copies = ConcurrentHashMap.newKeySet();

    private record Template(String name, List<String> emptyTables) {}

    private TemplateDatabases(TestServer server) {
        this.server = server;
    }

    /** Those that the tests of all classes share, until the JVM ends. */
    static TemplateDatabases ofThisJvm() {
        return OfThisJvm.VALUE;
    }

    private static final class OfThisJvm {
        static final TemplateDatabases VALUE = new TemplateDatabases(TestServer.open());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(VALUE::close, "test databases"));
        }
    }

    /** A copy of the template that {@code migrator} makes the first time its {@code kind} is asked for. */
    TestDatabase copy(String kind, DatabaseMigrator migrator) {
        Template template = templates.computeIfAbsent(kind, none -> make(migrator));
        String name = "test_" + randomSuffix();
        server.execute("CREATE DATABASE " + name + " TEMPLATE " + template.name() + " STRATEGY FILE_COPY");
        copies.add(name);
        return new TestDatabase(name, server.url(name), template.emptyTables());
    }

    void drop(TestDatabase database) {
        database.close();
        drop(database.name());
        copies.remove(database.name());
    }

    @Override
    public void close() {
        if (server.outlivesJvm()) {
            copies.forEach(this::drop);
            templates.values().forEach(template -> drop(template.name()));
        }
        server.close();
    }

    private Template make(DatabaseMigrator migrator) {
        String name = "template_" + randomSuffix();
        server.execute("CREATE DATABASE " + name + " TEMPLATE template0");
        try (TestDatabase template = new TestDatabase(name, server.url(name))) {
            migrator.migrate(template);
            return new Template(name, template.emptyTables());
        } catch (Exception failed) {
            throw new IllegalStateException("cannot migrate the template of the test databases", failed);
        }
    }

    private void drop(String name) {
        server.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static String randomSuffix() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
