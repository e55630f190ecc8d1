package dev.latchkey.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.networks.solana.Base58;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.json.Json;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** Ways to sign in that hash no password: passkeys, Solana wallets, one-time passwords. Each counts whole sign-ins. */
final class SignInBench {

    private static final int THREADS = 8;
    private static final int CODES = 240;
    private static final int STEP_SECONDS = 30;

    private final Stage stage;
    private final Floors floors;
    private final Duration warmUp;
    private final Duration measured;

    SignInBench(Stage stage, Floors floors, Duration warmUp, Duration measured) {
        this.stage = stage;
        this.floors = floors;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /** Two calls each: options and verification. */
    List<Figure> passkeys() throws Exception {
        List<BenchPasskey> passkeys = new ArrayList<>();
        try (LoadClient client = new LoadClient(stage.port())) {
            for (int i = 0; i < THREADS; i++) {
                passkeys.add(enrol(client, i));
            }
        }
        double floor = floors.assertions();
        double rate = Load.perSecond(THREADS, warmUp, measured, worker -> {
            LoadClient client = new LoadClient(stage.port());
            return () -> {
                JsonNode options = Json.read(client.postExpecting(200, "/auth/webauthn/auth/options", "", "{}"));
                String credential = passkeys.get(worker).get(challenge(options));
                client.postExpecting(200, "/auth/webauthn/auth/verify", "", verification(options, credential));
            };
        });
        return List.of(Figure.against("sign-in by passkey", rate, "/s", floor, "bare P-256 verification", ""));
    }

    /** Two calls each: challenge and signature. */
    List<Figure> wallets() throws Exception {
        double floor = floors.verifications();
        try (SecretMemory memory = new SecretMemory(THREADS + 1, Duration.ofSeconds(5))) {
            double rate = Load.perSecond(THREADS, warmUp, measured, worker -> {
                LoadClient client = new LoadClient(stage.port());
                SecretMemory.Lease seed = memory.hold(Ed25519.SEED_BYTES);
                byte[] random = new byte[Ed25519.SEED_BYTES];
                new SecureRandom().nextBytes(random);
                seed.fill(random);
                String address = Base58.encode(Ed25519.publicKey(seed).bytes());
                return () -> signIn(client, seed, address);
            });
            return List.of(
                    Figure.against("sign-in by Solana wallet", rate, "/s", floor, "bare Ed25519 verification", ""));
        }
    }

    /** One code of each of many users, all within one step; counted, not timed, since no code is good twice. */
    List<Figure> codes() throws Exception {
        List<String> secrets = new ArrayList<>();
        List<String> tokens = new ArrayList<>();
        try (LoadClient client = new LoadClient(stage.port())) {
            for (int i = 0; i < CODES; i++) {
                String token = access(stage.register(client, "totp-" + i));
                String secret = Json.read(client.postExpecting(200, "/auth/mfa/setup", token, ""))
                        .get("secret")
                        .stringValue();
                client.postExpecting(200, "/auth/mfa/enable", token, code(secret, step()));
                secrets.add(secret);
                tokens.add(token);
            }
        }
        long step = awaitNextStep();
        AtomicInteger next = new AtomicInteger();
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    try (LoadClient client = new LoadClient(stage.port())) {
                        for (int user = next.getAndIncrement(); user < CODES; user = next.getAndIncrement()) {
                            client.postExpecting(
                                    200, "/auth/mfa/verify", tokens.get(user), code(secrets.get(user), step));
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        }
        return List.of(Figure.alone(
                "one-time password verified (" + CODES + " users once)",
                CODES / ((System.nanoTime() - begun) / 1e9),
                "/s",
                ""));
    }

    private BenchPasskey enrol(LoadClient client, int number) throws Exception {
        String token = access(stage.register(client, "passkey-" + number));
        JsonNode options = Json.read(client.postExpecting(200, "/auth/webauthn/register/options", token, ""));
        BenchPasskey passkey = new BenchPasskey();
        String user = options.at("/options/publicKey/user/id").stringValue();
        String body = verification(options, passkey.create(challenge(options), user));
        client.postExpecting(200, "/auth/webauthn/register/verify", token, body);
        return passkey;
    }

    private static void signIn(LoadClient client, SecretMemory.Lease seed, String address) throws Exception {
        JsonNode challenge = Json.read(
                client.postExpecting(200, "/auth/solana/challenge", "", "{\"publicKey\":\"" + address + "\"}"));
        String message = challenge.get("message").stringValue();
        byte[] signature =
                Ed25519.sign(seed, message.getBytes(UTF_8)).signature().bytes();
        client.postExpecting(
                200,
                "/auth/solana",
                "",
                "{\"publicKey\":\"" + address + "\",\"signature\":\""
                        + Base64.getEncoder().encodeToString(signature) + "\",\"message\":\"" + message + "\"}");
    }

    private static String challenge(JsonNode options) {
        return options.at("/options/publicKey/challenge").stringValue();
    }

    private static String verification(JsonNode options, String credential) {
        return "{\"challengeId\":\"" + options.get("challengeId").stringValue() + "\",\"credential\":" + credential
                + "}";
    }

    private static String access(JsonNode registered) {
        return registered.at("/tokens/accessToken").stringValue();
    }

    private static long step() {
        return System.currentTimeMillis() / 1000 / STEP_SECONDS;
    }

    private static long awaitNextStep() throws InterruptedException {
        long last = step();
        while (step() <= last) {
            Thread.sleep(50);
        }
        return step();
    }

    /** RFC 6238 with SHA-1 and six digits, as a body. */
    private static String code(String secret, long step) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(base32(secret), "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
        int offset = hash[hash.length - 1] & 0x0f;
        int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
        return "{\"code\":\"" + String.format("%06d", number % 1_000_000) + "\"}";
    }

    private static byte[] base32(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / 8);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            buffer = buffer << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.put((byte) (buffer >> bits));
            }
        }
        return bytes.array();
    }
}
