package dev.latchkey.payments.history;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.platform.database.Database;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Tells what happened to a wallet. */
public final class History {
    private final Database database;
    private final DisplayNames names;
    private final HistoryStore store = new HistoryStore();

    /**
     * Some entries, newest first.
     *
     * @param next where the next page begins, if there is one
     */
    record Part(List<HistoryEntry> entries, Optional<HistoryCursor> next) {}

    public History(Database database, DisplayNames names) {
        this.database = database;
        this.names = names;
    }

    Part of(WalletFacts wallet, HistoryCursor before, int limit) {
        return database.read(sql -> part(sql, wallet, before, limit));
    }

    private Part part(Handle sql, WalletFacts wallet, HistoryCursor before, int limit) {
        List<HistoryStore.Told> fetched = store.page(sql, wallet.id(), before, limit + 1);
        List<HistoryStore.Told> shown = fetched.size() > limit ? fetched.subList(0, limit) : fetched;
        Sentences sentences = new Sentences(names(sql, wallet.projectId(), shown));
        List<HistoryEntry> entries = shown.stream()
                .map(told -> HistoryEntry.of(told.row(), sentences.of(told.row()), told.transactionId()))
                .toList();
        return new Part(
                entries,
                fetched.size() > limit ? Optional.of(shown.getLast().row().cursor()) : Optional.empty());
    }

    private Map<UUID, String> names(Handle sql, UUID projectId, List<HistoryStore.Told> shown) {
        Set<UUID> users = shown.stream()
                .map(told -> told.row().counterpartyUserId())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return users.isEmpty() ? Map.of() : names.find(sql, projectId, users);
    }
}
