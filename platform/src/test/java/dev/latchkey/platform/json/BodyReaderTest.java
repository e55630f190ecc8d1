package dev.latchkey.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.json.BodyReader.UnknownProperties;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class BodyReaderTest {

    enum Colour {
        RED,
        GREEN
    }

    record Even(int number) {
        public static Even parse(String text) {
            int number = Integer.parseInt(text);
            if (number % 2 != 0) {
                throw new IllegalArgumentException("must be even");
            }
            return new Even(number);
        }
    }

    record Word(String text) {
        public static Word parse(String text) {
            return new Word(text);
        }
    }

    record Spoken(Word word) {}

    record Anything(JsonNode value) {}

    record Inner(String name, @Nullable Integer size) {}

    record All(
            @Nullable String text,
            @Nullable Integer count,
            @Nullable Long big,
            @Nullable Boolean flag,
            @Nullable BigDecimal amount,
            @Nullable UUID id,
            @Nullable Instant at,
            @Nullable Colour colour,
            @Nullable Inner inner,
            @Nullable List<Inner> inners,
            @Nullable Map<String, String> labels,
            @Nullable ObjectNode free,
            @Nullable Even even) {}

    record Changes(Change<String> name, @Length(max = 3) Change<String> code) {}

    record Bounds(
            @Length(min = 2, max = 4) @Nullable String text,
            @Range(min = 1, max = 10) @Nullable Integer count,

            @Matches(value = "[a-z]+", message = "word must be lower case") @Nullable
            String word) {}

    record Needed(String name, UUID id, int count, Colour colour) {}

    @Test
    void everyTypeIsRead() {
        All all = read(All.class, """
                {"text":"a","count":1,"big":9007199254740993,"flag":true,"amount":0.10,
                 "id":"11111111-1111-4111-8111-111111111111","at":"2026-05-30T14:00:00+02:00","colour":"RED",
                 "inner":{"name":"i"},"inners":[{"name":"x","size":2}],"labels":{"k":"v"},"free":{"a":[1]},"even":"4"}
                """);
        assertThat(all.text()).isEqualTo("a");
        assertThat(all.count()).isEqualTo(1);
        assertThat(all.big()).isEqualTo(9007199254740993L);
        assertThat(all.flag()).isTrue();
        assertThat(all.amount()).isEqualTo(new BigDecimal("0.10"));
        assertThat(all.id()).hasToString("11111111-1111-4111-8111-111111111111");
        assertThat(all.at()).isEqualTo("2026-05-30T12:00:00Z");
        assertThat(all.colour()).isEqualTo(Colour.RED);
        assertThat(all.inner()).isEqualTo(new Inner("i", null));
        assertThat(all.inners()).containsExactly(new Inner("x", 2));
        assertThat(all.labels()).isEqualTo(Map.of("k", "v"));
        assertThat(all.free()).hasToString("{\"a\":[1]}");
        assertThat(all.even()).isEqualTo(new Even(4));
    }

    @Test
    void nothingIsCoerced() {
        assertThat(violations(All.class, """
                {"text":1,"count":"1","big":1.0,"flag":"true","amount":"1","id":"x","at":"2026-05-30","colour":"red",
                 "inner":[],"inners":{},"labels":[],"free":"x","even":4}
                """))
                .containsExactly(
                        "text must be a string",
                        "count must be an integer number",
                        "big must be an integer number",
                        "flag must be a boolean value",
                        "amount must be a number",
                        "id must be a UUID",
                        "at must be a valid ISO 8601 date string with a time and a zone",
                        "colour must be one of the following values: RED, GREEN",
                        "inner must be an object",
                        "inners must be an array of at most 10000 items",
                        "labels must be an object",
                        "free must be an object",
                        "even must be a string");
    }

    @Test
    void violationsInsideAreNamedByTheirPath() {
        assertThat(violations(All.class, """
                {"inner":{"name":null,"size":"x","more":1},"inners":[{"name":"ok"},{}],"labels":{"k":1},"even":"3"}
                """))
                .containsExactly(
                        "property inner.more should not exist",
                        "inner.name should not be empty",
                        "inner.size must be an integer number",
                        "inners[1].name should not be empty",
                        "labels.k must be a string",
                        "even must be even");
    }

    @Test
    void aNullInAListIsAViolationNotAGap() {
        assertThat(violations(All.class, "{\"inners\":[null]}")).hasSize(1);
        assertThat(violations(All.class, "{\"labels\":{\"k\":null}}")).hasSize(1);
    }

    @Test
    void whatIsNeededAndMissingIsTold() {
        List<String> missing = List.of(
                "name should not be empty",
                "id is required (uuid)",
                "count is required (int)",
                "colour is required (colour)");
        assertThat(violations(Needed.class, "{}")).containsExactlyElementsOf(missing);
        assertThat(violations(Needed.class, "{\"name\":null,\"id\":null,\"count\":null,\"colour\":null}"))
                .containsExactlyElementsOf(missing);
    }

    @Test
    void aChangeTellsAbsentFromNull() {
        assertThat(read(Changes.class, "{}")).isEqualTo(new Changes(new Change.Keep<>(), new Change.Keep<>()));
        assertThat(read(Changes.class, "{\"name\":null,\"code\":\"abc\"}"))
                .isEqualTo(new Changes(new Change.Clear<>(), new Change.Replace<>("abc")));
        assertThat(violations(Changes.class, "{\"name\":1,\"code\":\"abcd\"}"))
                .containsExactly("name must be a string", "code must be shorter than or equal to 3 characters");
    }

    @Test
    void boundsAreKept() {
        assertThat(read(Bounds.class, "{\"text\":\"😀😀\",\"count\":10,\"word\":\"ab\"}")
                        .text())
                .isEqualTo("😀😀");
        assertThat(violations(Bounds.class, "{\"text\":\"a\",\"count\":0,\"word\":\"A\"}"))
                .containsExactly(
                        "text must be longer than or equal to 2 characters",
                        "count must not be less than 1",
                        "word must be lower case");
        assertThat(violations(Bounds.class, "{\"text\":\"\",\"count\":11}"))
                .containsExactly("text should not be empty", "count must not be greater than 10");
        assertThat(violations(Bounds.class, "{\"text\":\"abcde\",\"count\":99999999999}"))
                .containsExactly(
                        "text must be shorter than or equal to 4 characters", "count must not be greater than 10");
        assertThat(violations(Bounds.class, "{\"count\":1e2}")).containsExactly("count must be an integer number");
    }

    @Test
    void unknownPropertiesAreRefusedOrIgnored() {
        assertThat(violations(Inner.class, "{\"name\":\"a\",\"x\":1,\"y\":2}"))
                .containsExactly("property x should not exist", "property y should not exist");
        assertThat(BodyReader.read(Json.read("{\"name\":\"a\",\"x\":1}"), Inner.class, UnknownProperties.IGNORED))
                .isEqualTo(new Inner("a", null));
        String odd = "\\u0000\\u202e" + "x".repeat(200);
        assertThat(violations(Inner.class, "{\"name\":\"a\",\"" + odd + "\":1}").getFirst())
                .hasSizeLessThan(120)
                .doesNotContain("\0", "\u202e");
    }

    @Test
    void theZeroCharacterNeverGetsThrough() {
        assertThat(violations(Inner.class, "{\"name\":\"a\\u0000b\"}"))
                .containsExactly("name must not contain the NUL character");
        assertThat(violations(All.class, "{\"labels\":{\"a\\u0000\":\"x\"}}")).hasSize(1);
    }

    @Test
    void whatIsParsedFromTextIsCheckedAsText() {
        assertThat(violations(Spoken.class, "{\"word\":\"\\ud800\"}"))
                .containsExactly("word must not contain unpaired surrogates");
        assertThat(violations(Spoken.class, "{\"word\":\"a\\u0000\"}"))
                .containsExactly("word must not contain the NUL character");
        assertThat(violations(Spoken.class, "{\"word\":5}")).containsExactly("word must be a string");
        assertThat(violations(Spoken.class, "{}")).containsExactly("word should not be empty");
    }

    @Test
    void ofAnythingThatIsMissingNoTypeIsTold() {
        assertThat(violations(Anything.class, "{}")).containsExactly("value is required");
    }

    @Test
    void halfACharacterIsNoText() {
        assertThat(violations(Inner.class, "{\"name\":\"\\ud83d\"}")).hasSize(1);
    }

    @Test
    void aNumberTooLongToBeOneIsRefused() {
        assertThatThrownBy(() -> Json.read("{\"count\":" + "9".repeat(2000) + "}"))
                .isInstanceOf(tools.jackson.core.JacksonException.class);
        assertThat(violations(All.class, "{\"count\":" + "9".repeat(60) + "}"))
                .containsExactly("count must be an integer number");
    }

    @Test
    void aBodyThatIsNoObjectIsTold() {
        for (String body : List.of("[]", "1", "null", "\"x\"")) {
            assertThat(violations(Inner.class, body)).containsExactly("body must be a JSON object");
        }
    }

    private static <T> T read(Class<T> type, String json) {
        return BodyReader.read(Json.read(json), type, UnknownProperties.REFUSED);
    }

    private static List<String> violations(Class<?> type, String json) {
        try {
            return List.of("accepted: " + read(type, json));
        } catch (InvalidBody invalid) {
            return invalid.violations();
        }
    }
}
