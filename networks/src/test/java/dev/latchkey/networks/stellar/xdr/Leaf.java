package dev.latchkey.networks.stellar.xdr;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A value's innermost fields in the order of the wire, from our records or from the oracle's JSON, so that the two can
 * be compared field by field.
 *
 * @param name our {@code Record.component}, or the oracle's nearest key
 * @param texts forms that the field's value may have in JSON
 */
record Leaf(String name, Set<String> texts) {
    private static final Pattern ARM = Pattern.compile("[a-z][a-z_0-9]*");
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})*");
    private static final Set<String> ENUM_NAMES = Set.copyOf(enumNames());

    static List<Leaf> of(XdrValue value) {
        List<Leaf> leaves = new ArrayList<>();
        collect("", value, leaves);
        return leaves;
    }

    static List<Leaf> of(JsonNode json) {
        List<Leaf> leaves = new ArrayList<>();
        collect("", json, leaves);
        return leaves;
    }

    private static void collect(String name, @Nullable Object value, List<Leaf> leaves) {
        switch (value) {
            case null -> {}
            case Optional<?> optional -> collect(name, optional.orElse(null), leaves);
            case List<?> list -> list.forEach(element -> collect(name, element, leaves));
            case AccountId id -> leaves.add(new Leaf(name, Set.of(id.toString())));
            case MuxedAccount id -> leaves.add(new Leaf(name, Set.of(id.toString())));
            case ContractId id -> leaves.add(new Leaf(name, Set.of(id.toString())));
            case PoolId id -> leaves.add(new Leaf(name, Set.of(id.toString())));
            case ClaimableBalanceId id -> leaves.add(new Leaf(name, Set.of(id.toString())));
            case ScAddress address -> leaves.add(new Leaf(name, Set.of(address.toString())));
            case SignerKey key -> leaves.add(new Leaf(name, Set.of(key.toStrKey())));
            case AssetCode code -> leaves.add(new Leaf(name, Set.of(code.text())));
            case Hash hash -> leaves.add(new Leaf(name, Set.of(hash.toHex())));
            case Bytes bytes -> leaves.add(new Leaf(name, Set.of(bytes.toHex(), "\"" + escape(bytes))));
            case Long number ->
                leaves.add(new Leaf(name, Set.copyOf(List.of(number.toString(), Long.toUnsignedString(number)))));
            case Integer number -> leaves.add(new Leaf(name, Set.of(number.toString())));
            case BigInteger number -> leaves.add(new Leaf(name, Set.of(number.toString())));
            case Boolean flag -> leaves.add(new Leaf(name, Set.of(flag.toString())));
            case LedgerKey.Durability constant -> leaves.add(new Leaf(name, Set.of(lower(constant))));
            case ContractEvent.Type constant -> leaves.add(new Leaf(name, Set.of(lower(constant))));
            case ScError.Code constant -> leaves.add(new Leaf(name, Set.of(lower(constant))));
            // The oracle shows these by names, as it does arms.
            case Enum<?> constant -> {}
            case LedgerKey.ConfigSetting setting -> {}
            // The oracle shows the code as the name of an arm, which OracleCorpusTest compares.
            case OperationResult.Tried tried -> collect(name, tried.detail(), leaves);
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    collect(
                            record.getClass().getSimpleName() + "." + component.getName(),
                            get(component, record),
                            leaves);
                }
            }
            default -> throw new IllegalArgumentException("No leaf: " + value.getClass());
        }
    }

    private static void collect(String name, JsonNode json, List<Leaf> leaves) {
        if (json.isObject()) {
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                collect(entry.getKey(), entry.getValue(), leaves);
            }
            return;
        }
        if (json.isArray()) {
            json.forEach(element -> collect(name, element, leaves));
            return;
        }
        if (json.isNull() || (json.isString() && isArm(json.stringValue()))) {
            return;
        }
        String text = json.asString();
        leaves.add(new Leaf(name, json.isString() ? Set.copyOf(List.of(text, "\"" + text)) : Set.of(text)));
    }

    /** Whether a text is the name of a void arm of a union, which our records show by their class. */
    private static boolean isArm(String text) {
        return ARM.matcher(text).matches() && !HEX.matcher(text).matches() && !ENUM_NAMES.contains(text);
    }

    static @Nullable Object get(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The oracle's text form of bytes that are a string: printable ASCII as it is, the rest escaped. */
    private static String escape(Bytes bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes.toArray()) {
            switch (b) {
                case 0 -> text.append("\\0");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b >= 0x20 && b < 0x7f) {
                        text.append(new String(new byte[] {b}, StandardCharsets.US_ASCII));
                    }
                    if (b < 0x20 || b == 0x7f) {
                        text.append(String.format(Locale.ROOT, "\\x%02x", b));
                    }
                }
            }
        }
        return text.toString();
    }

    private static List<String> enumNames() {
        List<String> names = new ArrayList<>();
        for (Enum<?> constant : LedgerKey.Durability.values()) {
            names.add(lower(constant));
        }
        for (Enum<?> constant : ContractEvent.Type.values()) {
            names.add(lower(constant));
        }
        for (Enum<?> constant : ScError.Code.values()) {
            names.add(lower(constant));
        }
        return names;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
