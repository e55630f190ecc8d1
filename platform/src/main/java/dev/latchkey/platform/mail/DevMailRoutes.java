package dev.latchkey.platform.mail;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Captured mail of a development server. Only for whoever sits at this machine: the peer must be loopback, and so must
 * the name it was asked for (another one is a page that had its own name rebound to this address) and the page that asks.
 */
final class DevMailRoutes {

    /** One captured mail in JSON. */
    record CapturedMail(
            long id,
            Instant at,
            String kind,
            String from,
            String to,
            String subject,
            List<String> links,
            String text,
            String html) {

        static CapturedMail of(Mailbox.Captured mail) {
            MailMessage message = mail.message();
            return new CapturedMail(
                    mail.id(),
                    mail.at(),
                    message.kind(),
                    message.from().address(),
                    message.to().address(),
                    message.subject(),
                    mail.links(),
                    message.text(),
                    message.html());
        }
    }

    private static final String HTML = "text/html; charset=utf-8";

    private final Mailbox mailbox;

    DevMailRoutes(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    List<Route> routes() {
        return List.of(
                open("/dev/mail")
                        .answer(200, "An HTML page")
                        .summary("Development", "List captured mail for people; from this machine only")
                        .handle(this::list),
                open("/dev/mail/{id}")
                        .answer(200, "An HTML page")
                        .summary("Development", "Show one captured mail; from this machine only")
                        .handle(this::one),
                open("/dev/mail.json")
                        .answer(200, Route.listOf(CapturedMail.class))
                        .summary("Development", "List captured mail for programs, newest first; from this machine only")
                        .handle(this::json));
    }

    private static Route.Builder open(String path) {
        return Route.get(path).style(Style.MUX).guard(Guard.OPEN).rate(RateClass.NONE);
    }

    private Reply list(Call call) {
        requireThisMachine(call);
        return Reply.text(HTML, DevMailPage.list(mailbox.all()));
    }

    private Reply json(Call call) {
        requireThisMachine(call);
        return Reply.ok(mailbox.all().stream().map(CapturedMail::of).toList());
    }

    private Reply one(Call call) {
        requireThisMachine(call);
        String id = call.pathParameter("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw unknown();
        }
        Mailbox.Captured mail = mailbox.byId(Long.parseLong(id)).orElseThrow(DevMailRoutes::unknown);
        return Reply.text(HTML, DevMailPage.one(mail));
    }

    private static ApiException unknown() {
        return ApiException.notFound("No such mail; the last " + Mailbox.CAPACITY + " are kept");
    }

    private static void requireThisMachine(Call call) {
        boolean here = isLoopback(call.ip())
                && call.header("host").map(DevMailRoutes::isThisMachine).orElse(true)
                && call.header("origin").map(DevMailRoutes::isPageOfThisMachine).orElse(true);
        if (!here) {
            throw ApiException.forbidden(
                    "Captured mail is shown on the machine itself only: http://localhost/dev/mail");
        }
    }

    private static boolean isPageOfThisMachine(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && isThisMachine(authority);
        } catch (IllegalArgumentException odd) {
            return false;
        }
    }

    private static boolean isThisMachine(String authority) {
        String host = authority.replaceFirst(":[0-9]+$", "").replaceAll("[\\[\\]]", "");
        return host.equalsIgnoreCase("localhost") || isLoopback(host);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
