package dev.latchkey.testkit;

import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The server of this JVM and one migrated template database per kind of migration, made when first needed. */
final class TemplateDatabases implements AutoCloseable {
    private final TestServer server;
    private final Map<String, String> templates = new ConcurrentHashMap<>();

    TemplateDatabases(TestServer server) {
        this.server = server;
    }

    /** A copy of the template that {@code migrator} makes the first time its {@code kind} is asked for. */
    TestDatabase copy(String kind, DatabaseMigrator migrator) {
        String template = templates.computeIfAbsent(kind, none -> make(migrator));
        TestDatabase copy = database("test_" + randomSuffix());
        server.execute("CREATE DATABASE " + copy.name() + " TEMPLATE " + template + " STRATEGY FILE_COPY");
        return copy;
    }

    void drop(TestDatabase database) {
        drop(database.name());
    }

    @Override
    public void close() {
        templates.values().forEach(this::drop);
        server.close();
    }

    private String make(DatabaseMigrator migrator) {
        TestDatabase template = database("template_" + randomSuffix());
        server.execute("CREATE DATABASE " + template.name() + " TEMPLATE template0");
        try {
            migrator.migrate(template);
        } catch (Exception failed) {
            throw new IllegalStateException("cannot migrate the template of the test databases", failed);
        }
        return template.name();
    }

    private void drop(String name) {
        server.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private TestDatabase database(String name) {
        return new TestDatabase(name, server.url(name));
    }

    private static String randomSuffix() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
