package dev.latchkey.identity.landing;

import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;

/** A page for each link in mails, at the path that the link has under {@code FRONTEND_URL}. */
public final class LandingRoutes {

    private static final String TAG = "Pages of links";

    private static final String PASSWORD = """
            <label>New password<input type="password" name="newPassword" autocomplete="new-password" required></label>""";

    /** Asked for only where another browser has registered. */
    private static final String CHOSEN = """
            <label hidden>Your password<input type="password" name="password" autocomplete="current-password" required
            disabled></label>""";

    private final String basePath;

    public LandingRoutes(String basePath) {
        this.basePath = basePath;
    }

    public List<Route> routes() {
        return List.of(
                page(
                        "/verify-email",
                        LandingPage.of(
                                basePath + "/verify-email",
                                "Verify your address",
                                "Only confirm if you have just made an account yourself.",
                                CHOSEN,
                                "This is my address",
                                "Your address is verified. You can close this page.")),
                page(
                        "/change-email",
                        LandingPage.of(
                                basePath + "/user/email/verify",
                                "Confirm your new address",
                                "Be signed in to the account that asked for it.",
                                "",
                                "This is my address",
                                "This is your address now. You can close this page.")),
                page(
                        "/reset-password",
                        LandingPage.of(
                                basePath + "/reset-password",
                                "Choose a new password",
                                "All your sessions will end.",
                                PASSWORD,
                                "Set the password",
                                "Your new password is set. You can sign in with it now.")),
                page(
                        "/accept-invite",
                        LandingPage.of(
                                basePath + "/invites/accept",
                                "Accept an invitation",
                                "Be signed in with the address that was invited. The members of the organization will"
                                        + " see your name and address.",
                                "",
                                "Accept the invitation",
                                "You are a member now. You can close this page.")),
                page(
                        "/instant-link/verify",
                        LandingPage.of(
                                basePath + "/instant-link/verify",
                                "Sign in",
                                "Sign in on this device?",
                                "",
                                "Sign in",
                                "You are signed in. You can close this page.")));
    }

    private Route page(String path, LandingPage page) {
        return Route.get(basePath + path)
                .style(Style.AUTH)
                .guard(Guard.OPEN)
                .rate(RateClass.GENERAL)
                .answer(200, "A page whose button does what the link is for; loading it does nothing")
                .summary(TAG, "Shows the page of a link, for applications without one of their own.")
                .handle(call -> page.reply());
    }
}
