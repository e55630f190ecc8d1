package dev.latchkey.testkit;

/** Brings an empty database to the state tests start from. */
@FunctionalInterface
public interface DatabaseMigrator {
    /** Must leave no open connection behind, or the database cannot serve as a template. */
    void migrate(TestDatabase database) throws Exception;
}
