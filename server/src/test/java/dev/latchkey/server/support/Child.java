package dev.latchkey.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The program in a process of its own, as a person starts it: own environment, own folder, own class path. */
public final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final List<Thread> readers = new ArrayList<>();

    private Child(Process process) {
        this.process = process;
        readers.add(Thread.ofVirtual().start(() -> read(process.inputReader(), output)));
        readers.add(Thread.ofVirtual().start(() -> read(process.errorReader(), errors)));
    }

    /**
     * Starts {@code latchkey} with the arguments.
     *
     * @param environment all settings it sees
     * @param folder its working folder, where it looks for {@code .env}
     */
    public static Child start(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR"));
        builder.environment().putAll(environment);
        try {
            return new Child(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Waits for its end by itself; answers the exit code. */
    public int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("still running: " + this)
                    .isTrue();
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits until it has printed the text; answers the line that holds it. */
    public String line(String text) {
        Await.until(() -> output() + errors(), printed -> printed.contains(text) || !process.isAlive());
        return (output() + "\n" + errors())
                .lines()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("never printed " + text + ": " + this));
    }

    public String output() {
        return String.join("", output);
    }

    public String errors() {
        return String.join("", errors);
    }

    /** SIGKILL: it can do nothing more. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM: it may put things in order. */
    public void stop() {
        process.destroy();
    }

    @Override
    public void close() {
        kill();
    }

    @Override
    public String toString() {
        return "output:\n" + output() + "\nerrors:\n" + errors();
    }

    private static void read(BufferedReader reader, Queue<String> target) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                target.add(line + "\n");
            }
        } catch (IOException ended) {
            // the process is gone
        }
    }
}
