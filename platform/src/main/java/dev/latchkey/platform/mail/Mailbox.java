package dev.latchkey.platform.mail;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The last mails of a development server, in memory. */
final class Mailbox {

    /**
     * One mail.
     *
     * @param id counts up from 1
     */
    record Captured(long id, Instant at, MailMessage message) {

        private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+");

        /** The addresses in its text, the one it is about first. */
        List<String> links() {
            return LINK.matcher(message.text())
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .toList();
        }
    }

    static final int CAPACITY = 200;

    private final Clock clock;
    private final Deque<Captured> mails = new ArrayDeque<>();
    private long last;

    Mailbox(Clock clock) {
        this.clock = clock;
    }

    synchronized Captured add(MailMessage message) {
        Captured captured = new Captured(++last, clock.instant(), message);
        mails.addFirst(captured);
        if (mails.size() > CAPACITY) {
            mails.removeLast();
        }
        return captured;
    }

    /** The newest first. */
    synchronized List<Captured> all() {
        return List.copyOf(mails);
    }

    synchronized Optional<Captured> byId(long id) {
        return mails.stream().filter(mail -> mail.id() == id).findFirst();
    }
}
