package dev.latchkey.platform.crypto;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretMemoryTest {
    private final SecretMemory memory = new SecretMemory(2, Duration.ofMillis(100));

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void aLeaseIsZeroedWritableMemory() {
        try (SecretMemory.Lease lease = memory.lease(64)) {
            assertThat(lease.length()).isEqualTo(64);
            assertThat(lease.bytes().toArray(JAVA_BYTE)).containsOnly(0);
            lease.bytes().fill((byte) 0x5a);
            assertThat(lease.bytes().toArray(JAVA_BYTE)).containsOnly(0x5a);
        }
    }

    @Test
    void thePageIsWipedWhenTheLeaseCloses() {
        GuardedPage page;
        try (SecretMemory.Lease lease = memory.leaseOf(pattern(2048))) {
            page = lease.page();
            lease.withScratch(1000, scratch -> scratch.fill((byte) 0x77));
        }
        assertThat(page.content()).hasSize(GuardedPage.CAPACITY).containsOnly(0);
    }

    @Test
    void scratchSpaceIsWipedAfterEachUse() {
        try (SecretMemory.Lease lease = memory.lease(32)) {
            lease.withScratch(64, scratch -> scratch.fill((byte) 0x77));
            byte[] left = lease.withScratch(64, scratch -> scratch.toArray(JAVA_BYTE));
            assertThat(left).containsOnly(0);
        }
    }

    @Test
    void aClosedLeaseRefusesAccessInsteadOfCrashing() {
        SecretMemory.Lease lease = memory.lease(32);
        MemorySegment view = lease.bytes();
        lease.close();
        lease.close();
        assertThatThrownBy(() -> view.get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> lease.fill(new byte[32])).isInstanceOf(IllegalStateException.class);
        assertThat(memory.diagnostics().leasedPages()).isZero();
    }

    @Test
    void anotherThreadCanNeitherReadNorCloseALease() throws Exception {
        try (SecretMemory.Lease lease = memory.lease(32);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Byte> read = () -> lease.bytes().get(JAVA_BYTE, 0);
            assertThat(executor.submit(read))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(WrongThreadException.class);
            assertThat(executor.submit(lease::close))
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(WrongThreadException.class);
            lease.fill(new byte[32]);
        }
    }

    @Test
    void exhaustionIsBusyAfterTheMaximumWait() {
        try (SecretMemory.Lease first = memory.lease(32);
                SecretMemory.Lease second = memory.lease(32)) {
            assertThat(first.page()).isNotSameAs(second.page());
            assertThatThrownBy(() -> memory.lease(32))
                    .isInstanceOfSatisfying(BusyException.class, e -> assertThat(e.retryAfterSeconds())
                            .isEqualTo(1));
        }
        memory.lease(32).close();
    }

    @Test
    void aWaiterGetsThePageThatIsReturned() throws Exception {
        SecretMemory patient = new SecretMemory(1, Duration.ofSeconds(20));
        CountDownLatch taken = new CountDownLatch(1);
        try (patient;
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> holder = executor.submit(() -> {
                try (SecretMemory.Lease lease = patient.lease(32)) {
                    taken.countDown();
                    Thread.sleep(50);
                    return lease.length() == 32;
                }
            });
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
            try (SecretMemory.Lease lease = patient.lease(16)) {
                assertThat(lease.bytes().toArray(JAVA_BYTE)).containsOnly(0);
            }
            assertThat(holder.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void concurrentLeasesNeverShareAPageAndNeverSeeEachOthersBytes() throws Exception {
        int pages = 4;
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger mostInUse = new AtomicInteger();
        try (SecretMemory pool = new SecretMemory(pages, Duration.ofSeconds(30));
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                byte mark = (byte) (i % 250 + 1);
                results.add(executor.submit(() -> {
                    try (SecretMemory.Lease lease = pool.lease(48)) {
                        mostInUse.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                        boolean clean = allAre(lease, (byte) 0);
                        lease.bytes().fill(mark);
                        Thread.sleep(0, 200_000);
                        boolean mine = allAre(lease, mark);
                        inUse.decrementAndGet();
                        return clean && mine;
                    }
                }));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(mostInUse.get()).isBetween(1, pages);
            assertThat(pool.diagnostics().leasedPages()).isZero();
        }
    }

    @Test
    void heldMemoryIsSharedByThreadsAndOutsideThePool() throws Exception {
        try (SecretMemory.Lease key = memory.hold(32);
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            key.fill(pattern(32));
            assertThat(memory.diagnostics().leasedPages()).isZero();
            assertThat(memory.diagnostics().heldPages()).isEqualTo(1);
            Callable<byte[]> read = () -> key.bytes().toArray(JAVA_BYTE);
            assertThat(executor.submit(read).get(10, TimeUnit.SECONDS)).isEqualTo(pattern(32));
        }
        assertThat(memory.diagnostics().heldPages()).isZero();
    }

    @Test
    void diagnosticsTellWhetherPagesAreLocked() {
        SecretMemory.Diagnostics diagnostics = memory.diagnostics();
        assertThat(diagnostics.pages()).isEqualTo(2);
        assertThat(diagnostics.locking())
                .isEqualTo(diagnostics.lockedPages() == 2 && diagnostics.heldUnlockedPages() == 0);
        assertThat(MemoryLockLimit.parse(List.of(
                        "Limit                     Soft Limit           Hard Limit           Units     ",
                        "Max locked memory         8388608              8388608              bytes     ")))
                .hasValue(8_388_608);
        assertThat(MemoryLockLimit.parse(
                        List.of("Max locked memory         unlimited            unlimited            bytes     ")))
                .isEmpty();
    }

    @Test
    void aLeaseNeverPrintsItsContent() {
        try (SecretMemory.Lease lease = memory.leaseOf("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            assertThat(lease).hasToString("Lease[6 bytes]");
        }
        assertThat(memory).hasToString("SecretMemory[2 pages]");
    }

    @Test
    void impossibleSizesAreRefused() {
        assertThatThrownBy(() -> memory.lease(2049)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.lease(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(memory.diagnostics().leasedPages()).isZero();
    }

    @Test
    void closingThePoolSparesOpenLeasesAndEndsNewOnes() {
        SecretMemory.Lease open = memory.leaseOf(pattern(32));
        memory.close();
        assertThat(open.bytes().toArray(JAVA_BYTE)).isEqualTo(pattern(32));
        open.close();
        assertThatThrownBy(() -> memory.lease(32)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secretsAreComparedByContent() {
        try (SecretMemory.Lease a = memory.leaseOf(pattern(32));
                SecretMemory.Lease b = memory.leaseOf(pattern(32))) {
            assertThat(a.sameAs(b)).isTrue();
            b.bytes().set(JAVA_BYTE, 31, (byte) 0);
            assertThat(a.sameAs(b)).isFalse();
        }
    }

    private static boolean allAre(SecretMemory.Lease lease, byte expected) {
        byte[] same = new byte[lease.length()];
        Arrays.fill(same, expected);
        return Arrays.equals(same, lease.bytes().toArray(JAVA_BYTE));
    }

    private static byte[] pattern(int length) {
        byte[] pattern = new byte[length];
        for (int i = 0; i < length; i++) {
            pattern[i] = (byte) (i * 31 + 7);
        }
        return pattern;
    }
}
