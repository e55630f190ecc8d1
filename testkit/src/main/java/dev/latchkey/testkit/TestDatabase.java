package dev.latchkey.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for one test class or one test. Statements go over one connection that is kept: a new one costs
 * more than most tests' queries together.
 */
public final class TestDatabase implements AutoCloseable {
    private final String name;
    private final String url;
    private final List<String> emptyAtFirst;

    private @Nullable Connection kept;

    /**
     * A database that was made without the extension; it cannot be wiped.
     *
     * @param url JDBC URL, user and password included
     */
    public TestDatabase(String name, String url) {
        this(name, url, List.of());
    }

    TestDatabase(String name, String url, List<String> emptyAtFirst) {
        this.name = name;
        this.url = url;
        this.emptyAtFirst = emptyAtFirst;
    }

    public String name() {
        return name;
    }

    /** JDBC URL, user and password included. */
    public String url() {
        return url;
    }

    /** Unpooled: every call to it opens a connection. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    /** A new connection, which the caller closes. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Runs one statement with auto-commit and answers how many rows it changed. */
    public synchronized int execute(String statement) {
        try (Statement act = connection().createStatement()) {
            return act.execute(statement) ? 0 : act.getUpdateCount();
        } catch (SQLException failed) {
            throw new IllegalStateException(statement, failed);
        }
    }

    /** The only value of the only row of a query, as a long. */
    public long queryLong(String query) {
        return Long.parseLong(queryText(query));
    }

    /** The only value of the only row of a query, as text; "null" for SQL's null. */
    public String queryText(String query) {
        return column(query).stream().findFirst().orElseThrow(() -> new IllegalStateException("no row: " + query));
    }

    /**
     * Empties the tables that the migrations left empty, whatever keys and triggers say, but for those named; {@code
     * shop.*} names the tables of a schema. Deleting few rows costs a fifteenth of truncating their tables.
     */
    public void wipe(String... butNot) {
        Set<String> left = Set.of(butNot);
        List<String> wiped = emptyAtFirst.stream()
                .filter(table -> !left.contains(table) && !left.contains(table.replaceFirst("\\..*", ".*")))
                .toList();
        // The lock waits for whoever is still writing, as truncating would.
        execute("begin; set local session_replication_role = replica; lock table " + String.join(", ", wiped) + "; "
                + wiped.stream().map(table -> "delete from " + table).collect(Collectors.joining("; "))
                + "; commit");
    }

    /** The tables without any row, each with its schema. */
    List<String> emptyTables() {
        return column("""
                        select format('%I.%I', nspname, relname)
                        from pg_class join pg_namespace on pg_namespace.oid = relnamespace
                        where relkind in ('r', 'p') and not relispartition
                          and nspname not in ('pg_catalog', 'information_schema')
                        """).stream()
                .filter(table -> queryLong("select count(*) from " + table) == 0)
                .toList();
    }

    @Override
    public synchronized void close() {
        try {
            if (kept != null) {
                kept.close();
                kept = null;
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot close the connection to " + name, failed);
        }
    }

    /** The first column of a query, as texts. */
    public synchronized List<String> column(String query) {
        try (Statement act = connection().createStatement();
                ResultSet rows = act.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    private Connection connection() throws SQLException {
        // A test may have ended it on the server.
        if (kept == null || !kept.isValid(5)) {
            kept = connect();
        }
        return kept;
    }
}
