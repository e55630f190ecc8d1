package dev.latchkey.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a database that is already migrated. In a static field it serves the whole class, in an instance field
 * every test gets its own.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final DatabaseExtension DATABASE = DatabaseExtension.migratedBy("identity", database -> …);
 * }</pre>
 *
 * <p>The server starts once per JVM, migrations run once per JVM and kind; a class costs one copied database.
 */
public final class DatabaseExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private final String kind;
    private final DatabaseMigrator migrator;
    private @Nullable TestDatabase ofClass;
    private @Nullable TestDatabase ofTest;

    private DatabaseExtension(String kind, DatabaseMigrator migrator) {
        this.kind = kind;
        this.migrator = migrator;
    }

    /** Databases that {@code migrator} prepares; extensions of one {@code kind} share its work. */
    public static DatabaseExtension migratedBy(String kind, DatabaseMigrator migrator) {
        return new DatabaseExtension(kind, migrator);
    }

    /** Databases without any table. */
    public static DatabaseExtension empty() {
        return new DatabaseExtension("empty", database -> {});
    }

    public TestDatabase database() {
        TestDatabase database = ofClass == null ? ofTest : ofClass;
        if (database == null) {
            throw new IllegalStateException("no test of the class is running");
        }
        return database;
    }

    /** One more, which stays until the JVM ends. */
    TestDatabase another() {
        return TemplateDatabases.ofThisJvm().copy(kind, migrator);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass = another();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (ofClass != null) {
            TemplateDatabases.ofThisJvm().drop(ofClass);
            ofClass = null;
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (ofClass == null) {
            ofTest = another();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (ofTest != null) {
            TemplateDatabases.ofThisJvm().drop(ofTest);
            ofTest = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return database();
    }
}
