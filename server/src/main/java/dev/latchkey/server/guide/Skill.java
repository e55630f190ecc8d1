package dev.latchkey.server.guide;

import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.Locale;

/** What the server can do, in the parts its help is divided into. Each route belongs to the first that claims it. */
enum Skill {
    ADMIN("Administration", "For system admins and operators: users, organizations, settings, the audit log.") {
        @Override
        boolean claims(Route route, String path) {
            return path.startsWith("/admin/")
                    || route.guard() == Guard.OPERATOR
                    || route.guard().takesSystemAdmins();
        }
    },
    ORGS("Organizations", "Organizations, members, invites, roles, policies and decisions.") {
        @Override
        boolean claims(Route route, String path) {
            return isUnder(path, "/orgs", "/invites", "/authorize", "/permissions", "/access");
        }
    },
    MFA("Second factors", "One-time passwords, recovery codes, passkeys, and proving again who you are.") {
        @Override
        boolean claims(Route route, String path) {
            return isUnder(path, "/mfa", "/webauthn", "/reauthenticate", "/login/mfa");
        }
    },
    WALLET("Wallets and payments", "Wallets on Stellar, payments, transfers, limits and balances.") {
        @Override
        boolean claims(Route route, String path) {
            return isUnder(path, "/wallet", "/wallets", "/transactions", "/transfers", "/contracts");
        }
    },
    PROFILE("Account", "The signed-in user: profile, credentials, sessions, API keys, export and deletion.") {
        @Override
        boolean claims(Route route, String path) {
            return isUnder(path, "/user", "/me", "/credentials", "/sessions", "/api-key", "/validate-api-key");
        }
    },
    AUTH("Sign-in", "Every way to sign in, and what belongs to it: tokens, links by mail, sign-out.") {
        @Override
        boolean claims(Route route, String path) {
            return route.style() == Style.AUTH;
        }
    },
    BACKEND("Backends", "For the backend of an application, with a project key: users, projects, keys, statistics.") {
        @Override
        boolean claims(Route route, String path) {
            return true;
        }
    };

    private final String title;
    private final String purpose;

    Skill(String title, String purpose) {
        this.title = title;
        this.purpose = purpose;
    }

    /** Whether the route is one of it, as far as no earlier one has claimed it. */
    abstract boolean claims(Route route, String path);

    static Skill of(Route route, String basePath) {
        String full = route.path().toString();
        String path = full.startsWith(basePath + "/") ? full.substring(basePath.length()) : full;
        return List.of(values()).stream()
                .filter(skill -> skill.claims(route, path))
                .findFirst()
                .orElseThrow();
    }

    String title() {
        return title;
    }

    String purpose() {
        return purpose;
    }

    /** E.g. {@code orgs}. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isUnder(String path, String... roots) {
        for (String root : roots) {
            if (path.equals(root) || path.startsWith(root + "/")) {
                return true;
            }
        }
        return false;
    }
}
