package dev.latchkey.sandbox.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Records in the order of their positions, only ever added at the end. Guarded by its user. */
final class Timeline<T extends Positioned> {
    private final List<T> records = new ArrayList<>();

    void add(T entry) {
        records.add(entry);
    }

    List<T> page(PageRequest request, Predicate<? super T> filter) {
        List<T> page = new ArrayList<>();
        int first = firstAfter(request.after());
        int last = firstAtOrAfter(request.before()) - 1;
        Position cursor = request.cursor();
        if (request.descending()) {
            int from = cursor == null ? last : Math.min(last, firstAtOrAfter(cursor) - 1);
            for (int i = from; i >= first && page.size() < request.limit(); i--) {
                addIf(page, records.get(i), filter);
            }
            return page;
        }
        int from = cursor == null ? first : Math.max(first, firstAfter(cursor));
        for (int i = from; i <= last && page.size() < request.limit(); i++) {
            addIf(page, records.get(i), filter);
        }
        return page;
    }

    private static <T> void addIf(List<T> page, T candidate, Predicate<? super T> filter) {
        if (filter.test(candidate)) {
            page.add(candidate);
        }
    }

    private int firstAfter(Position cursor) {
        int index = firstAtOrAfter(cursor);
        return index < records.size() && records.get(index).position().equals(cursor) ? index + 1 : index;
    }

    private int firstAtOrAfter(Position cursor) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).position().compareTo(cursor) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
