package dev.latchkey.identity.device;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places from a file in MaxMind's format (MaxMind DB 2.0), such as GeoLite2 City or Country or the free ones of DB-IP. It
 * is read into memory at start; nothing is asked over the network.
 */
public final class GeoDatabase implements Places {

    private static final Logger LOG = LoggerFactory.getLogger(GeoDatabase.class);

    private final Reader reader;

    private GeoDatabase(Reader reader) {
        this.reader = reader;
    }

    /** @throws IOException when the file cannot be read or is none of that format */
    public static GeoDatabase open(Path file) throws IOException {
        return new GeoDatabase(new Reader(file.toFile(), FileMode.MEMORY, new CHMCache()));
    }

    @Override
    public Optional<String> of(@Nullable String ip) {
        if (ip == null) {
            return Optional.empty();
        }
        try {
            Map<?, ?> record = reader.get(InetAddress.ofLiteral(ip), Map.class);
            return record == null ? Optional.empty() : place(record);
        } catch (IllegalArgumentException | IOException unusable) {
            LOG.debug("no place for an address", unusable);
            return Optional.empty();
        }
    }

    private static Optional<String> place(Map<?, ?> record) {
        String place = Stream.of("city", "country")
                .flatMap(part -> name(record.get(part)).stream())
                .collect(Collectors.joining(", "));
        return place.isEmpty() ? Optional.empty() : Optional.of(place);
    }

    private static Optional<String> name(@Nullable Object part) {
        return part instanceof Map<?, ?> fields
                        && fields.get("names") instanceof Map<?, ?> names
                        && names.get("en") instanceof String english
                ? Optional.of(english)
                : Optional.empty();
    }
}
