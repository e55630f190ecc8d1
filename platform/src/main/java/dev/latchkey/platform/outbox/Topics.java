package dev.latchkey.platform.outbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which receiver takes which topic: exact names first, then families such as {@code notify.*}. */
final class Topics {

    private static final String ANY = ".*";

    private final Map<String, OutboxReceiver> exact;
    private final List<OutboxReceiver> families;

    Topics(List<OutboxReceiver> receivers) {
        this.exact = receivers.stream()
                .filter(receiver -> !isFamily(receiver))
                .collect(Collectors.toUnmodifiableMap(OutboxReceiver::topic, Function.identity()));
        this.families = receivers.stream().filter(Topics::isFamily).toList();
    }

    Optional<OutboxReceiver> receiver(String topic) {
        return Optional.ofNullable(exact.get(topic)).or(() -> families.stream()
                .filter(family -> topic.startsWith(prefix(family)))
                .findFirst());
    }

    List<String> names() {
        return List.copyOf(exact.keySet());
    }

    /** The families as patterns of SQL's {@code like}. */
    List<String> likePatterns() {
        return families.stream()
                .map(family -> prefix(family).replace("_", "\\_") + "%")
                .toList();
    }

    private static boolean isFamily(OutboxReceiver receiver) {
        return receiver.topic().endsWith(ANY);
    }

    private static String prefix(OutboxReceiver family) {
        return family.topic().substring(0, family.topic().length() - 1);
    }
}
