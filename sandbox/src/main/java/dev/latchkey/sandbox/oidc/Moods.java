package dev.latchkey.sandbox.oidc;

import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Handler;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How the issuer misbehaves at the moment, and how often it was asked for what. */
final class Moods {
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private volatile Set<Misbehaviour> now = Set.of();
    private volatile Duration slowness = Duration.ofSeconds(30);

    void set(Set<Misbehaviour> misbehaviours) {
        now = misbehaviours.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(misbehaviours));
    }

    void slowness(Duration duration) {
        slowness = duration;
    }

    boolean is(Misbehaviour misbehaviour) {
        return now.contains(misbehaviour);
    }

    int asked(String path) {
        AtomicInteger count = asked.get(path);
        return count == null ? 0 : count.get();
    }

    /** The handler behind what can happen to every request. */
    Handler around(Handler handler) {
        return call -> {
            asked.computeIfAbsent(call.path(), path -> new AtomicInteger()).incrementAndGet();
            return answer(call, handler);
        };
    }

    private Answer answer(Call call, Handler handler) throws InterruptedException {
        if (is(Misbehaviour.SLOW)) {
            Thread.sleep(slowness);
        }
        if (is(Misbehaviour.DOWN)) {
            return new Answer.Silence();
        }
        if (is(Misbehaviour.FAILING)) {
            return Pages.json(500, Map.of("error", "server_error"));
        }
        if (is(Misbehaviour.REDIRECTING)) {
            return Pages.redirect("/elsewhere" + call.path());
        }
        if (is(Misbehaviour.NONSENSE)) {
            return Pages.html(200, "<html><body>Please sign in to the wireless network.</body></html>");
        }
        if (is(Misbehaviour.HUGE)) {
            return Pages.json(200, Map.of("padding", " ".repeat(1024 * 1024)));
        }
        return handler.handle(call);
    }
}
