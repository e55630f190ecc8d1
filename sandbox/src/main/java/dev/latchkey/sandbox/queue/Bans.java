package dev.latchkey.sandbox.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Hashes that are not taken again for ten ledgers. */
final class Bans {
    private static final int LEDGERS = 10;
    private final Deque<Set<String>> generations = new ArrayDeque<>();

    Bans() {
        for (int i = 0; i < LEDGERS; i++) {
            generations.add(new HashSet<>());
        }
    }

    void add(String hash) {
        generations.getFirst().add(hash);
    }

    boolean contains(String hash) {
        return generations.stream().anyMatch(generation -> generation.contains(hash));
    }

    void ledgerClosed() {
        generations.removeLast();
        generations.addFirst(new HashSet<>());
    }
}
