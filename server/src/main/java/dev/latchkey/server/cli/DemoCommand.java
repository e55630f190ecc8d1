package dev.latchkey.server.cli;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.server.demo.DemoFailure;
import dev.latchkey.server.demo.DemoStory;
import dev.latchkey.server.local.LocalStack;
import dev.latchkey.server.local.TemporaryFolder;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code latchkey demo}: the main job on temporary data, through HTTP only. */
@Command(
        name = "demo",
        description = {
            "Perform the main job on temporary data and free ports, step by step over HTTP:",
            "a project and a key, people who sign in, wallets they never see, a sponsored payment, limits, history.",
            "Exit code 0 when every check holds, 1 with the reason otherwise."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    private static final String AUDIENCE = "latchkey-demo";

    @Option(names = "--keep", description = "Leave everything running afterwards and print what to try.")
    private boolean keep;

    @Override
    public Integer call() {
        long begun = System.nanoTime();
        System.out.println("Starting PostgreSQL, a sandbox Stellar network and the server …");
        try (TemporaryFolder folder = TemporaryFolder.create();
                LocalStack stack = LocalStack.start(Profile.DEMO, folder.path(), Map.of());
                IdentityProvider provider = IdentityProvider.start(Clock.systemUTC())) {
            System.out.printf("Ready after %d ms on %s%n%n", millisecondsSince(begun), stack.url());
            DemoStory.Ending ending = story(stack, provider).play();
            System.out.printf("%nAll checks hold. Total %.1f s.%n", millisecondsSince(begun) / 1000.0);
            if (keep) {
                System.out.println(curlLines(stack, ending));
                Lifetime.untilStopped(provider, stack, folder);
            }
            return 0;
        } catch (DemoFailure failure) {
            System.out.println();
            System.out.println("The demo failed: " + failure.getMessage());
            return 1;
        }
    }

    private static DemoStory story(LocalStack stack, IdentityProvider provider) {
        return new DemoStory(
                new DemoStory.Stage(
                        stack.url(),
                        stack.operatorToken(),
                        stack.horizonUrl(),
                        provider.issuer(),
                        AUDIENCE,
                        (subject, email) -> provider.idToken(subject, AUDIENCE, email)),
                System.out);
    }

    private static String curlLines(LocalStack stack, DemoStory.Ending ending) {
        String authorization = "-H 'Authorization: Bearer " + ending.projectKey() + "'";
        return """

                It keeps running. Things to try:
                  curl %2$s %1$s/wallets
                  curl %2$s %1$s/balances/wallet/%3$s
                  curl %2$s %1$s/wallets/%4$s/history
                  curl %2$s %1$s/transactions/%5$s
                  curl %1$s/docs     (in a browser: the API)
                  curl %6$s/         (the sandbox network, Horizon's shapes)
                Stop with Ctrl-C; the data is temporary.""".formatted(
                        stack.url(),
                        authorization,
                        ending.aliceWallet(),
                        ending.bobWallet(),
                        ending.transactionId(),
                        stack.horizonUrl());
    }

    private static long millisecondsSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
