package dev.latchkey.server.cli;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.server.local.LocalStack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code latchkey dev}: everything on this machine, kept in one folder. */
@Command(
        name = "dev",
        description = {
            "Run everything on this machine: server, PostgreSQL, a sandbox Stellar network.",
            "Data stays in the folder between runs. The first project's key is printed once and kept in DIR/first-key."
        },
        mixinStandardHelpOptions = true)
public final class DevCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "Where data is kept (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".latchkey");

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the server; 0 for any free one (default: PORT or 8080).")
    private @Nullable Integer port;

    @Override
    public Integer call() {
        Map<String, String> overrides = new HashMap<>();
        if (port != null) {
            overrides.put("PORT", port.toString());
        }
        LocalStack stack = LocalStack.start(Profile.DEV, data, overrides);
        System.out.println("Latchkey listens on " + stack.url() + "   (API: " + stack.url() + "/docs)");
        System.out.println("Sandbox Stellar network: " + stack.horizonUrl());
        System.out.println("Captured mail: " + stack.url() + "/dev/mail");
        System.out.println("Data: " + stack.folder());
        stack.newFirstKey()
                .ifPresentOrElse(
                        key -> System.out.println("First project key (shown once, kept in "
                                + stack.folder().resolve("first-key") + "): " + key),
                        () -> System.out.println(
                                "Project key: see " + stack.folder().resolve("first-key")));
        System.out.println("Operator token: see " + stack.folder().resolve("secrets.env"));
        System.out.println("Stop with Ctrl-C.");
        Lifetime.untilStopped(stack);
        return 0;
    }
}
