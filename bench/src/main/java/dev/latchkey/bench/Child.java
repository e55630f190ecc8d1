package dev.latchkey.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java process of ours on this class path, so that the measured server does not share a VM with its clients. */
final class Child implements AutoCloseable {

    private final Process process;
    private final int port;
    private final long readyNanos;

    private Child(Process process, int port, long readyNanos) {
        this.process = process;
        this.port = port;
        this.readyNanos = readyNanos;
    }

    /** Starts {@code mainClass} and waits until it prints {@code ready}, whose first group is the port. */
    static Child start(String mainClass, List<String> arguments, Map<String, String> environment, Pattern ready)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // As the launcher starts serve.
                "-Xss512k",
                "-Xms48m",
                "-Xmn24m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx512m",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive(mainClass),
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        long begun = System.nanoTime();
        Process process = builder.start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            Matcher match = ready.matcher(line);
            if (match.find()) {
                long took = System.nanoTime() - begun;
                Thread.ofPlatform().daemon().start(() -> drain(output));
                return new Child(process, Integer.parseInt(match.group(1)), took);
            }
        }
        throw new IOException(mainClass + " did not start:\n" + seen);
    }

    int port() {
        return port;
    }

    /** From the start of the process to the line that says it is ready, in milliseconds. */
    long readyMilliseconds() {
        return readyNanos / 1_000_000;
    }

    /** Resident memory in MiB, as the kernel counts it. */
    double residentMebibytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** In a folder of this run: what an earlier build left behind would slow the start down. */
    private static String archive(String mainClass) throws IOException {
        Path folder = Files.createDirectories(Path.of(
                System.getProperty("java.io.tmpdir"),
                "latchkey-bench-" + ProcessHandle.current().pid()));
        folder.toFile().deleteOnExit();
        Path file = folder.resolve(mainClass + ".jsa");
        file.toFile().deleteOnExit();
        return file.toString();
    }

    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // the measured process must not block on a full pipe
            }
        } catch (IOException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
