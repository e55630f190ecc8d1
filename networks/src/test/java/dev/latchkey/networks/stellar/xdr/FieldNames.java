package dev.latchkey.networks.stellar.xdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Which of the oracle's fields each of ours stands for: {@code oracle-names.txt}, read over by a person. */
final class FieldNames {
    private static final Map<String, Set<String>> NAMES = read();

    private FieldNames() {}

    /**
     * Asserts the same fields in the same order with the same values.
     *
     * @return pairs of names that do not belong together
     */
    static Set<String> compare(XdrValue value, JsonNode json) {
        List<Leaf> ours = Leaf.of(value);
        List<Leaf> theirs = Leaf.of(json);
        assertThat(ours).as("%s %s", ours, theirs).hasSameSizeAs(theirs);
        Set<String> strangers = new TreeSet<>();
        for (int i = 0; i < ours.size(); i++) {
            Leaf mine = ours.get(i);
            Leaf other = theirs.get(i);
            assertThat(mine.texts()).as("%s %s", mine, json).containsAnyElementsOf(other.texts());
            if (!mine.name().isEmpty()
                    && !NAMES.getOrDefault(mine.name(), Set.of()).contains(other.name())) {
                strangers.add(mine.name() + "=" + other.name());
            }
        }
        return strangers;
    }

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> names = new HashMap<>();
        OracleCorpusTest.resource("oracle-names.txt").lines().forEach(line -> {
            int equals = line.indexOf('=');
            names.put(
                    line.substring(0, equals), Set.of(line.substring(equals + 1).split(",")));
        });
        return names;
    }
}
