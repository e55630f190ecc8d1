package dev.latchkey.platform.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.VisibilityChecker;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The two JSON dialects of the contracts. Both write instants as ISO 8601 UTC with milliseconds and decimals without
 * exponents; they differ in what happens to absent values: {@link #NULLS_SHOWN} writes {@code null} (row-shaped Mux
 * answers), {@link #NULLS_OMITTED} leaves the property out (auth answers).
 */
public final class Json {

    /** Deep enough for any honest body, shallow enough that a nested bomb costs nothing. */
    private static final int MAX_DEPTH = 32;

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    public static final JsonMapper NULLS_SHOWN = mapper(JsonInclude.Include.ALWAYS);
    public static final JsonMapper NULLS_OMITTED = mapper(JsonInclude.Include.NON_NULL);

    private Json() {}

    /** An instant as the contracts write it: {@code 2026-05-30T12:00:00.000Z}. */
    public static String timestamp(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        if (time.getYear() < 1000 || time.getYear() > 9999) {
            return MILLISECONDS.format(instant);
        }
        // Every answer has some of these: by hand it takes a tenth of what the formatter does.
        StringBuilder text = new StringBuilder(24).append(time.getYear());
        twoDigits(text.append('-'), time.getMonthValue());
        twoDigits(text.append('-'), time.getDayOfMonth());
        twoDigits(text.append('T'), time.getHour());
        twoDigits(text.append(':'), time.getMinute());
        twoDigits(text.append(':'), time.getSecond());
        int milliseconds = time.getNano() / 1_000_000;
        text.append('.').append((char) ('0' + milliseconds / 100));
        return twoDigits(text, milliseconds % 100).append('Z').toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int value) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    /** Reads a stored or received text; throws {@link tools.jackson.core.JacksonException} when it is not JSON. */
    public static JsonNode read(String text) {
        return NULLS_SHOWN.readTree(text);
    }

    /** Writes any value of ours compactly, nulls shown. */
    public static String write(Object value) {
        return NULLS_SHOWN.writeValueAsString(value);
    }

    private static JsonMapper mapper(JsonInclude.Include inclusion) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(64)
                        .maxStringLength(1 << 20)
                        .maxNameLength(256)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .changeDefaultVisibility(Json::componentsOnly)
                .changeDefaultPropertyInclusion(value -> value.withValueInclusion(inclusion))
                .addModule(new SimpleModule().addSerializer(Instant.class, new InstantSerializer()))
                .build();
    }

    /** A record's components are its JSON; a method like {@code isActive()} adds nothing to it. */
    private static VisibilityChecker componentsOnly(VisibilityChecker checker) {
        return checker.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE);
    }

    private static final class InstantSerializer extends ValueSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(timestamp(value));
        }
    }
}
