package dev.latchkey.networks.stellar.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that the oracle made, kept in the repository; {@code node oracle.mjs corpus} in src/test/node makes them anew. */
class OracleCorpusTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Case> corpus = corpus();

    /** One value: its type, its bytes, and what the oracle sees in them. */
    record Case(String type, String xdr, JsonNode json) {}

    static List<Case> corpus() {
        return resource("oracle-corpus.tsv")
                .lines()
                .map(line -> line.split("\t"))
                .map(parts -> new Case(parts[0], parts[1], JSON.readTree(parts[2])))
                .toList();
    }

    @Test
    void everyValueIsReadAndWrittenByteForByte() {
        assertThat(corpus).hasSizeGreaterThan(900);
        for (Case one : corpus) {
            assertThat(OracleTypes.decode(one.type(), one.xdr()).toBase64())
                    .as(one.toString())
                    .isEqualTo(one.xdr());
        }
    }

    @Test
    void everyFieldMeansWhatTheOracleSays() {
        Set<String> strangers = new TreeSet<>();
        for (Case one : corpus) {
            strangers.addAll(FieldNames.compare(OracleTypes.decode(one.type(), one.xdr()), one.json()));
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void everyTypeAndArmIsAmongTheValues() {
        Set<Class<?>> seen = new HashSet<>();
        corpus.forEach(one -> collect(OracleTypes.decode(one.type(), one.xdr()), seen));
        Set<Class<?>> known = new HashSet<>();
        List.of(
                        TransactionEnvelope.class,
                        TransactionResult.class,
                        LedgerKey.class,
                        LedgerEntry.class,
                        HashIdPreimage.class,
                        DiagnosticEvent.class)
                .forEach(root -> reachable(root, known));
        Set<String> missing = new TreeSet<>();
        known.stream().filter(type -> !seen.contains(type)).forEach(type -> missing.add(type.getName()));
        assertThat(known).hasSizeGreaterThan(120);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyResultCodeHasTheOraclesName() {
        Map<OperationType, Set<Integer>> seen = new HashMap<>();
        Set<OperationResult.Reason> reasons = new HashSet<>();
        for (Case one : corpus) {
            if (!one.type().equals("OperationResult")) {
                continue;
            }
            switch ((OperationResult) OracleTypes.decode(one.type(), one.xdr())) {
                case OperationResult.NotTried(OperationResult.Reason reason) -> {
                    assertThat(one.json().stringValue()).isEqualTo("op_" + lower(reason.name()));
                    reasons.add(reason);
                }
                case OperationResult.Tried tried -> {
                    JsonNode result =
                            one.json().get("op_inner").get(lower(tried.type().name()));
                    assertThat(arm(result))
                            .isEqualTo(lower(tried.type().resultNames().get(-tried.code())));
                    seen.computeIfAbsent(tried.type(), type -> new HashSet<>()).add(tried.code());
                }
            }
        }
        assertThat(reasons).containsExactlyInAnyOrder(OperationResult.Reason.values());
        for (OperationType type : OperationType.values()) {
            assertThat(seen.get(type)).as(type.name()).hasSameSizeAs(type.resultNames());
        }
    }

    @Test
    void everyTransactionResultCodeHasTheOraclesName() {
        Set<TransactionResultCode> seen = new HashSet<>();
        for (Case one : corpus) {
            if (OracleTypes.decode(one.type(), one.xdr()) instanceof TransactionResult result) {
                assertThat(arm(one.json().get("result")))
                        .isEqualTo("tx_" + lower(result.code().name()));
                seen.add(result.code());
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(TransactionResultCode.values());
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(OracleCorpusTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A union in the oracle's JSON: the name of a void arm, or an object whose only key is the arm. */
    private static String arm(JsonNode union) {
        return union.isString()
                ? union.stringValue()
                : union.propertyNames().iterator().next();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static void collect(@Nullable Object value, Set<Class<?>> seen) {
        if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, seen));
        }
        if (value instanceof Record record) {
            seen.add(record.getClass());
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                collect(Leaf.get(component, record), seen);
            }
        }
    }

    private static void reachable(Type type, Set<Class<?>> known) {
        if (type instanceof ParameterizedType list) {
            reachable(list.getActualTypeArguments()[0], known);
            return;
        }
        if (!(type instanceof Class<?> named) || known.contains(named)) {
            return;
        }
        if (named.isSealed()) {
            for (Class<?> arm : named.getPermittedSubclasses()) {
                reachable(arm, known);
            }
            return;
        }
        if (named.isRecord()) {
            known.add(named);
            for (RecordComponent component : named.getRecordComponents()) {
                reachable(component.getGenericType(), known);
            }
        }
    }
}
