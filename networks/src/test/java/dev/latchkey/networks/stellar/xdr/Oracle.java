package dev.latchkey.networks.stellar.xdr;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program in {@code src/test/node}: one process that answers many lines. */
final class Oracle {
    private static final Path HOME = Path.of("src/test/node");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Oracle() {}

    /** Installs the oracle's package if need be; says why where it cannot be had. */
    static void prepare() throws Unavailable, InterruptedException {
        run("node", "--version");
        if (!Files.isDirectory(HOME.resolve("node_modules"))) {
            run("npm", "ci", "--ignore-scripts");
        }
    }

    /** Answers in the order of the questions. */
    static List<JsonNode> ask(List<String> questions) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("node", "oracle.mjs")
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread writer = Thread.ofVirtual().start(() -> {
            try (PrintWriter out =
                    new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII))) {
                questions.forEach(question -> out.print(question + "\n"));
            }
        });
        List<JsonNode> answers = new ArrayList<>();
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answers.add(JSON.readTree(line));
            }
        } finally {
            process.destroy();
        }
        writer.join();
        if (answers.size() != questions.size()) {
            throw new IllegalStateException("The oracle answered " + answers.size() + " of " + questions.size());
        }
        return answers;
    }

    /** The oracle cannot be asked on this machine. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        Unavailable(String message) {
            super(message);
        }
    }

    private static void run(String... command) throws Unavailable, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new Unavailable(String.join(" ", command) + " failed in " + HOME);
            }
        } catch (IOException e) {
            throw new Unavailable(command[0] + " is not installed");
        }
    }
}
