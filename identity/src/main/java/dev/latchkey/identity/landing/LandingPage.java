package dev.latchkey.identity.landing;

import dev.latchkey.platform.http.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page that a link in a mail leads to. Loading it does nothing, so that neither scanners nor previews use a link up; its
 * one button sends the token. The page is the same for everybody: the token stays in the browser, which takes it from the
 * address and removes it there. Its script and style are the only ones it may run (CSP).
 */
final class LandingPage {

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:24rem;margin:4rem auto;padding:0 1rem;color:#1b1f24}
            button,input{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;margin:.4rem 0}
            [hidden]{display:none}
            @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}}
            """;

    private static final String SCRIPT = """
            const page = document.body.dataset;
            const token = new URLSearchParams(location.search).get('token') || '';
            history.replaceState(null, '', location.pathname);
            const form = document.querySelector('form');
            const message = document.querySelector('p');
            const cookie = name => (document.cookie.split('; ').find(c => c.startsWith(name + '=')) || '').slice(name.length + 1);
            let confirmed = false;
            if (!token) { form.hidden = true; message.textContent = 'This link is incomplete.'; }
            form.addEventListener('submit', async event => {
              event.preventDefault();
              const body = {token};
              const password = form.querySelector('input');
              if (password && !password.disabled) { body[password.name] = password.value; }
              if (confirmed) { body.confirm = true; }
              try {
                const reply = await fetch(page.action, {
                  method: 'POST', credentials: 'same-origin', referrerPolicy: 'no-referrer',
                  headers: {'Content-Type': 'application/json', 'X-CSRF-Token': cookie('XSRF-TOKEN')},
                  body: JSON.stringify(body)
                });
                const answer = await reply.json();
                if (answer.code === 'CONFIRMATION_REQUIRED' && password) {
                  password.disabled = false;
                  password.parentElement.hidden = false;
                  message.textContent = page.question;
                  return;
                }
                if (answer.code === 'CONFIRMATION_REQUIRED') {
                  confirmed = true;
                  message.textContent = 'This link was asked for on another device, at ' + answer.details.requestedAt +
                    '. Sign in here as ' + answer.details.email + '?';
                  return;
                }
                message.textContent = reply.ok ? (answer.mfaRequired ? page.more : page.done) : answer.message;
                form.hidden = reply.ok;
              } catch (failed) {
                message.textContent = 'The server cannot be reached. Try again.';
              }
            });
            """;

    private static final String POLICY = "default-src 'none'; connect-src 'self'; form-action 'none';"
            + " frame-ancestors 'none'; base-uri 'none'; script-src '" + hash(SCRIPT) + "'; style-src '" + hash(STYLE)
            + "'";

    private final String html;

    private LandingPage(String html) {
        this.html = html;
    }

    /**
     * A page.
     *
     * @param action the path that the button sends the token to
     * @param question above the button
     * @param fields of the form; trusted HTML
     * @param done what is said afterwards
     */
    static LandingPage of(String action, String title, String question, String fields, String button, String done) {
        return new LandingPage("""
                <!doctype html><html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width,initial-scale=1">
                <meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
                <title>%s</title><style>%s</style></head>
                <body data-action="%s" data-done="%s" data-more="Your second factor is needed: sign in in the application."
                data-question="Give the password that you chose with this account. If you did not make it, leave this page, or make the account yours by resetting its password.">
                <h1>%s</h1><p aria-live="polite">%s</p>
                <form>%s<button>%s</button></form>
                <noscript>This page needs JavaScript.</noscript>
                <script>%s</script></body></html>
                """.formatted(title, STYLE, action, done, title, question, fields, button, SCRIPT));
    }

    Reply reply() {
        return Reply.text("text/html; charset=utf-8", html).header("Content-Security-Policy", POLICY);
    }

    /** As Content Security Policy Level 3 names an inline script or style. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
