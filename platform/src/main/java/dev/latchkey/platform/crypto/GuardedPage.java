package dev.latchkey.platform.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One locked page between two guard pages, from libsodium's guarded allocator. It is left out of core dumps, cannot be
 * read or written while idle, and holds nothing but zeros then.
 */
final class GuardedPage {
    /** A page of 4 KiB less the 16 bytes of libsodium's canary. */
    static final int CAPACITY = 4080;

    private final MemorySegment memory;
    private final boolean locked;

    GuardedPage() {
        memory = Sodium.malloc(CAPACITY);
        if (memory.address() == 0) {
            throw new IllegalStateException("the system refuses guarded memory");
        }
        locked = Sodium.mlock(memory);
        wipe();
    }

    boolean locked() {
        return locked;
    }

    /** Makes the page usable and shows it through the arena, so that no view of it outlives the arena. */
    MemorySegment open(Arena arena) {
        Sodium.protectReadWrite(memory);
        return Sodium.scoped(memory, arena);
    }

    void wipe() {
        Sodium.protectReadWrite(memory);
        Sodium.zero(memory);
        Sodium.protectNoAccess(memory);
    }

    /** Also wipes. No view may be in use. */
    void free() {
        Sodium.free(memory);
    }

    /** For tests: what an idle page holds. */
    byte[] content() {
        Sodium.protectReadOnly(memory);
        byte[] content = memory.toArray(ValueLayout.JAVA_BYTE);
        Sodium.protectNoAccess(memory);
        return content;
    }
}
