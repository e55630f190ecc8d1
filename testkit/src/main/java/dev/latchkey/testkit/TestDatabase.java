package dev.latchkey.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for one test class or one test.
 *
 * @param name of the database on its server
 * @param url JDBC URL, user and password included
 */
public record TestDatabase(String name, String url) {

    /** Unpooled: every call to it opens a connection. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Runs one statement with auto-commit and answers how many rows it changed. */
    public int execute(String statement) {
        try (Connection connection = connect();
                Statement act = connection.createStatement()) {
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
        try (Connection connection = connect();
                Statement act = connection.createStatement();
                ResultSet rows = act.executeQuery(query)) {
            if (!rows.next()) {
                throw new IllegalStateException("no row: " + query);
            }
            return String.valueOf(rows.getString(1));
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }
}
