package dev.latchkey.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox is to run. {@code port} 0 means any free one; {@code journal} null keeps nothing; {@code baseFee} and
 * {@code baseReserve} in stroops; {@code operationsPerLedger} is the ledger's capacity; {@code submissionTimeout} is how
 * long {@code POST /transactions} waits before it answers 504; {@code adminToken} opens the admin addresses to its bearer.
 */
public record SandboxOptions(
        String passphrase,
        int port,
        Closing closing,
        Clock clock,
        @Nullable Path journal,
        int protocolVersion,
        int baseFee,
        int baseReserve,
        int operationsPerLedger,
        Duration submissionTimeout,
        @Nullable String adminToken) {

    public static final String PASSPHRASE = "Latchkey Sandbox Network ; 2026";

    /** In memory, any port, closing by hand: for tests. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                PASSPHRASE,
                0,
                Closing.byHand(),
                Clock.systemUTC(),
                null,
                21,
                100,
                5_000_000,
                2_000,
                Duration.ofSeconds(30),
                null);
    }

    public SandboxOptions withPassphrase(String value) {
        return new SandboxOptions(
                value,
                port,
                closing,
                clock,
                journal,
                protocolVersion,
                baseFee,
                baseReserve,
                operationsPerLedger,
                submissionTimeout,
                adminToken);
    }

    public SandboxOptions withPort(int value) {
        return new SandboxOptions(
                passphrase,
                value,
                closing,
                clock,
                journal,
                protocolVersion,
                baseFee,
                baseReserve,
                operationsPerLedger,
                submissionTimeout,
                adminToken);
    }

    public SandboxOptions withClosing(Closing value) {
        return new SandboxOptions(
                passphrase,
                port,
                value,
                clock,
                journal,
                protocolVersion,
                baseFee,
                baseReserve,
                operationsPerLedger,
                submissionTimeout,
                adminToken);
    }

    public SandboxOptions withClock(Clock value) {
        return new SandboxOptions(
                passphrase,
                port,
                closing,
                value,
                journal,
                protocolVersion,
                baseFee,
                baseReserve,
                operationsPerLedger,
                submissionTimeout,
                adminToken);
    }

    /** Keeps the ledger in the file {@code ledger.journal} of the folder, which is made when missing. */
    public SandboxOptions withDataFolder(Path folder) {
        return new SandboxOptions(
                passphrase,
                port,
                closing,
                clock,
                folder.resolve("ledger.journal"),
                protocolVersion,
                baseFee,
                baseReserve,
                operationsPerLedger,
                submissionTimeout,
                adminToken);
    }

    public SandboxOptions withOperationsPerLedger(int value) {
        return new SandboxOptions(
                passphrase,
                port,
                closing,
                clock,
                journal,
                protocolVersion,
                baseFee,
                baseReserve,
                value,
                submissionTimeout,
                adminToken);
    }

    public SandboxOptions withSubmissionTimeout(Duration value) {
        return new SandboxOptions(
                passphrase,
                port,
                closing,
                clock,
                journal,
                protocolVersion,
                baseFee,
                baseReserve,
                operationsPerLedger,
                value,
                adminToken);
    }

    /** Switches the admin addresses on: {@code /sandbox/faults} and {@code /sandbox/ledgers}. */
    public SandboxOptions withAdminToken(String value) {
        return new SandboxOptions(
                passphrase,
                port,
                closing,
                clock,
                journal,
                protocolVersion,
                baseFee,
                baseReserve,
                operationsPerLedger,
                submissionTimeout,
                value);
    }
}
