package dev.latchkey.platform.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.platform.signal.Signals;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * The one way to PostgreSQL. {@link #read} runs statements one by one, {@link #write} runs them in one transaction and
 * sends the audit events and outbox messages of the act along with its COMMIT.
 */
public final class Database implements AutoCloseable {

    private static final int MAX_TRIES = 4;

    /** Remembers where a statement's parameters are, which is the same in every database. */
    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    /**
     * How to reach the server.
     *
     * @param url a JDBC URL without credentials
     * @param properties driver properties, user and password among them
     * @param connectTimeout how long a request waits for a connection before it is told that the database is away
     */
    public record Options(
            String url,
            Properties properties,
            int maxConnections,
            int minConnections,
            Duration connectTimeout,
            Duration idleTimeout) {}

    private final HikariDataSource dataSource;
    private final Jdbi jdbi;
    private final Clock clock;
    private final StatementCounter counter = new StatementCounter();
    private final Signals signals;
    private volatile boolean lastKnownUp = true;
    private volatile Runnable audited = () -> {};

    public Database(Options options, Clock clock) {
        this.dataSource = pool(options);
        this.clock = clock;
        this.signals = new Signals(() -> listeningLine(options));
        this.jdbi = Jdbi.create(dataSource).setSqlLogger(new Counting(counter)).registerArgument(new TypedArguments());
        jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER);
        // Neither the values we bind nor the rows a rule was broken by belong into exceptions, and so into logs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
    }

    /** Runs single statements, each its own transaction. */
    public <T> T read(Function<Handle, T> work) {
        try (Handle handle = open()) {
            return work.apply(handle);
        } catch (RuntimeException failure) {
            throw translated(failure);
        }
    }

    /**
     * Reads at most one row by a prepared statement with positional parameters. For the look-ups that every request makes
     * (session, project key): what JDBI does around a statement would cost more there than the statement itself.
     *
     * @param parameters those that may be absent are texts: the driver asks for a type that is left open
     */
    public <T> Optional<T> lookUp(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        counter.count(sql);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                bind(statement, i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                lastKnownUp = true;
                return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw translated(new IllegalStateException("a look-up failed", failure));
        }
    }

    private static void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(position, Types.VARCHAR);
            return;
        }
        statement.setObject(position, value);
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Runs {@code work} in one transaction: all of it is stored, or nothing. A transaction that PostgreSQL asks to repeat
     * (deadlock, serialisation) is repeated, so {@code work} must do nothing outside of the database; what has to happen
     * afterwards is left to {@link Transaction#afterCommit}.
     */
    public <T> T write(Function<Transaction, T> work) {
        for (int tries = 1; ; tries++) {
            try {
                return once(work);
            } catch (RuntimeException failure) {
                if (tries == MAX_TRIES || !isRepeatable(failure)) {
                    throw translated(failure);
                }
            }
        }
    }

    /** As {@link #write}, for acts without a result. */
    public void run(Consumer<Transaction> work) {
        write(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    /** Asks the database for a sign of life; answers how long it took. */
    public Duration ping() {
        long begun = System.nanoTime();
        read(handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Whether the last thing asked of the database reached it; asks nothing. */
    public boolean lastKnownUp() {
        return lastKnownUp;
    }

    /** What to do whenever audit events have been stored by this process; it must be quick. */
    public void onAudited(Runnable listener) {
        audited = listener;
    }

    /** Counts executed statements, for budgets in tests. */
    public StatementCounter statements() {
        return counter;
    }

    /** What changes on this server and the others; silent until started. */
    public Signals signals() {
        return signals;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        signals.close();
        dataSource.close();
    }

    private Handle open() {
        Handle handle = jdbi.open();
        lastKnownUp = true;
        return handle;
    }

    private <T> T once(Function<Transaction, T> work) {
        Transaction transaction;
        T result;
        try (Handle handle = open()) {
            transaction =
                    new Transaction(handle, counter, signals, clock.instant().truncatedTo(ChronoUnit.MICROS));
            handle.begin();
            try {
                result = work.apply(transaction);
                transaction.commit();
            } catch (RuntimeException | Error failure) {
                rollback(handle, transaction, failure);
                throw failure;
            }
        }
        transaction.committed();
        if (transaction.hasAudited()) {
            audited.run();
        }
        return result;
    }

    private void rollback(Handle handle, Transaction transaction, Throwable failure) {
        try {
            handle.rollback();
            if (!isRepeatable(failure) && transaction.storeRefusals()) {
                audited.run();
            }
        } catch (RuntimeException broken) {
            failure.addSuppressed(broken);
        }
    }

    private static boolean isRepeatable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return "40001".equals(sql.getSQLState()) || "40P01".equals(sql.getSQLState());
            }
        }
        return false;
    }

    private RuntimeException translated(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean away = cause instanceof SQLTransientConnectionException
                    || cause instanceof ConnectionException
                    || (cause instanceof PSQLException sql && isConnectionState(sql.getSQLState()));
            if (away) {
                lastKnownUp = false;
                return new DatabaseUnavailable(failure);
            }
        }
        return failure;
    }

    /** Class 08 is "connection exception", 57P01 to 57P03 are shutdown and start-up of the server. */
    private static boolean isConnectionState(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }

    /** Not of the pool: it is kept for as long as the server runs, and has to notice a dead peer by itself. */
    private static Connection listeningLine(Options options) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(options.properties());
        properties.setProperty("ApplicationName", "latchkey signals");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(options.url(), properties);
    }

    private static HikariDataSource pool(Options options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(options.url());
        config.setDataSourceProperties(options.properties());
        config.setMaximumPoolSize(options.maxConnections());
        config.setMinimumIdle(Math.min(options.minConnections(), options.maxConnections()));
        config.setConnectionTimeout(options.connectTimeout().toMillis());
        config.setIdleTimeout(options.idleTimeout().toMillis());
        config.setInitializationFailTimeout(-1);
        config.setPoolName("latchkey");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "latchkey");
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(config);
    }

    private record Counting(StatementCounter counter) implements SqlLogger {
        @Override
        public void logBeforeExecution(StatementContext context) {
            counter.count(context.getRawSql());
        }
    }
}
