package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Seeded random histories of sign-ins, refreshes, replays, sign-outs and time: what is answered is what a simple model
 * foretells, and after each step the rows are as they must always be.
 */
final class RefreshHistoryTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final String KEPT =
            "concat_ws(' ', method, factors, strong_auth_at, organization_id, organization_role, signed_in_at)";
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(9),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofDays(2),
            Duration.ofDays(7));

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    @Test
    void everyHistoryKeepsTheInvariants() {
        int exchanged = 0;
        int repeated = 0;
        int alarms = 0;
        for (long seed = 1; seed <= 15; seed++) {
            house.wipe();
            house.anonymous.post("/auth/register", CREDENTIALS).hasStatus(201);
            house.rows.execute("truncate identity.sessions");
            History history = new History(seed);
            for (int step = 0; step < 30; step++) {
                history.step();
                history.check();
            }
            exchanged += history.exchanged;
            repeated += history.repeated;
            alarms += history.alarms;
        }
        assertThat(List.of(exchanged, repeated, alarms))
                .as("histories in which nothing happens prove nothing")
                .allMatch(count -> count > 5);
    }

    /** A refresh token of the model. */
    private record Issued(String token, Instant at) {}

    /** What the model knows of one sign-in: its tokens from the first to the last, and whether the last is good. */
    private static final class Family {
        final String id;
        final List<Issued> tokens = new ArrayList<>();
        String accessToken;
        String kept = "";
        boolean ended;

        Family(String id, HttpAnswer login, Instant now) {
            this.id = id;
            this.accessToken = login.text("/tokens/accessToken");
            tokens.add(new Issued(login.text("/tokens/refreshToken"), now));
        }

        Issued last() {
            return tokens.getLast();
        }

        boolean isLive(Instant now) {
            return !ended && now.isBefore(last().at().plus(LIFETIME));
        }

        /** Whether the token before the last one was exchanged for it just now. */
        boolean isInGrace(int index, Instant now) {
            return index == tokens.size() - 2 && now.isBefore(last().at().plus(GRACE));
        }
    }

    private static final class History {
        private final long seed;
        private final Random random;
        private final List<Family> families = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        int exchanged;
        int repeated;
        int alarms;

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void step() {
            int dice = random.nextInt(20);
            if (families.isEmpty() || (dice == 0 && families.size() < 4)) {
                signIn();
                return;
            }
            Family family = families.get(random.nextInt(families.size()));
            if (dice < 8) {
                present(family, family.tokens.size() - 1);
            } else if (dice < 12) {
                present(family, random.nextInt(family.tokens.size()));
            } else if (dice < 14) {
                present(family, Math.max(0, family.tokens.size() - 2));
            } else if (dice == 14) {
                signOut(family);
            } else if (dice == 15) {
                change(family);
            } else {
                pause();
            }
        }

        private void signIn() {
            HttpAnswer login = house.anonymous.post("/auth/login", CREDENTIALS).hasStatus(200);
            String id = read("select family_id::text from identity.sessions where id = '"
                    + sessionOf(login.text("/tokens/accessToken")) + "'");
            Family family = new Family(id, login, now());
            family.kept = keptBy(family);
            families.add(family);
            told.add("sign in " + families.size());
        }

        private void present(Family family, int index) {
            told.add("present " + index + " of " + families.indexOf(family));
            HttpAnswer answer = house.anonymous.post(
                    "/auth/refresh",
                    Map.of("refreshToken", family.tokens.get(index).token()));
            boolean isLast = index == family.tokens.size() - 1;
            boolean live = family.isLive(now());
            if (isLast && live) {
                take(family, answer);
                exchanged++;
            } else if (!isLast && live && family.isInGrace(index, now())) {
                assertThat(answer.hasStatus(200).text("/tokens/refreshToken"))
                        .as(toString())
                        .isEqualTo(family.last().token());
                family.accessToken = answer.text("/tokens/accessToken");
                repeated++;
            } else {
                assertThat(answer.status()).as(toString()).isEqualTo(401);
                answer.hasValue("/code", "TOKEN_EXPIRED");
                alarms += !isLast && !family.ended ? 1 : 0;
                family.ended |= !isLast;
            }
        }

        private void take(Family family, HttpAnswer answer) {
            assertThat(answer.status()).as(toString()).isEqualTo(200);
            family.tokens.add(new Issued(answer.text("/tokens/refreshToken"), now()));
            family.accessToken = answer.text("/tokens/accessToken");
        }

        private void signOut(Family family) {
            told.add("sign out " + families.indexOf(family));
            int status = house.anonymous
                    .withBearer(family.accessToken)
                    .send("POST", "/auth/logout", null)
                    .status();
            family.ended |= status == 200;
        }

        /** A second factor, or another organization, in the life of a session. */
        private void change(Family family) {
            told.add("change " + families.indexOf(family));
            house.rows.execute("update identity.sessions set factors = factors || 'otp'::text, strong_auth_at = '"
                    + now() + "', organization_id = gen_random_uuid(), organization_role = 'member'"
                    + " where revoked_at is null and family_id = '" + family.id + "'");
            family.kept = family.ended ? family.kept : keptBy(family);
        }

        private void pause() {
            Duration pause = PAUSES.get(random.nextInt(PAUSES.size()));
            told.add("wait " + pause);
            house.clock.advance(pause);
        }

        /** All that is stored, in one query: each family's live sessions, rows, and what its live session has kept. */
        void check() {
            String expected = families.stream()
                    .map(family -> family.id + "|" + (family.ended ? 0 : 1) + "|" + family.tokens.size() + "|"
                            + (family.ended ? "" : family.kept))
                    .sorted()
                    .collect(Collectors.joining("\n", "", "\nalarms: " + alarms));
            assertThat(read("""
                            select coalesce(string_agg(line, E'\\n' order by line), '') || E'\\nalarms: '
                                || (select count(*) from platform.outbox where topic = 'notify.token_reuse')
                            from (
                                select family_id || '|' || count(*) filter (where revoked_at is null) || '|' || count(*)
                                    || '|' || coalesce(string_agg(%s, '') filter (where revoked_at is null), '') as line
                                from identity.sessions group by family_id) as families
                            """.formatted(KEPT))).as(toString()).isEqualTo(expected);
        }

        private static String keptBy(Family family) {
            return read("select " + KEPT + " from identity.sessions where revoked_at is null and family_id = '"
                    + family.id + "'");
        }

        /** On a connection that is there already: there are many steps. */
        private static String read(String sql) {
            return house.database.lookUp(sql, row -> row.getString(1)).orElseThrow();
        }

        private static String sessionOf(String accessToken) {
            return new JwtText(accessToken).claims().get("sid").asString();
        }

        private static Instant now() {
            return house.clock.instant();
        }

        @Override
        public String toString() {
            return "seed " + seed + ": " + told;
        }
    }
}
