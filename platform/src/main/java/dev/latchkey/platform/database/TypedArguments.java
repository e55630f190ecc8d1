package dev.latchkey.platform.database;

import static java.time.ZoneOffset.UTC;

import java.lang.reflect.Type;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Binds ids and points in time with PostgreSQL's own types. Where a type is left open, the driver asks for it, and from
 * then on sends an empty round trip before each execution of the statement; and no uuid column would take an absent id
 * that is sent as a text.
 */
final class TypedArguments implements ArgumentFactory.Preparable {

    @Override
    public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
        if (type.equals(UUID.class)) {
            return Optional.of(id -> (position, statement, context) -> bind(statement, position, "uuid", id));
        }
        if (type.equals(Instant.class)) {
            return Optional.of(time -> (position, statement, context) ->
                    bind(statement, position, "timestamptz", time == null ? null : ((Instant) time).atOffset(UTC)));
        }
        return Optional.empty();
    }

    private static void bind(PreparedStatement statement, int position, String name, @Nullable Object value)
            throws SQLException {
        statement.setObject(position, value == null ? absent(name) : value);
    }

    private static PGobject absent(String type) {
        PGobject absent = new PGobject();
        absent.setType(type);
        return absent;
    }
}
