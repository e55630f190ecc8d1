package dev.latchkey.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A valid body for every operation that takes one, naming an inhabited project's rows wherever it names any. */
public final class Bodies {

    private final Map<String, List<Map<String, ?>>> byOperation = new HashMap<>();

    public Bodies(InhabitedProject of) {
        tenancy(of);
        identity(of);
        administration(of);
        passkeys(of);
        wallets();
        custody(of);
        payments(of);
        rolesAndPolicies(of);
    }

    /** The bodies to try; an operation that takes none has one empty entry. A new operation must be entered here. */
    public List<Map<String, ?>> of(Operation operation) {
        if (!operation.takesBody()) {
            return List.of(Map.of());
        }
        assertThat(byOperation).as("a body for each operation that takes one").containsKey(operation.name());
        return byOperation.getOrDefault(operation.name(), List.of());
    }

    private void tenancy(InhabitedProject of) {
        String project = of.fact("projectId");
        String developer = of.fact("developerId");
        put("POST /developers", Map.of("email", "intruder@developers.example"));
        put("PATCH /developers/{id}", Map.of("name", "Intruder"), Map.of("status", "SUSPENDED"));
        put("POST /projects", Map.of("name", "intrusion", "developerId", developer));
        put("PATCH /projects/{id}", Map.of("name", "intrusion"), Map.of("developerId", developer));
        put("POST /api-keys", Map.of("name", "intrusion", "projectId", project));
        put("POST /api-keys/{apiKeyId}/revoke", Map.of(), Map.of("developerId", developer));
        put("POST /api-keys/{apiKeyId}/rotate", Map.of(), Map.of("developerId", developer));
    }

    private void administration(InhabitedProject of) {
        put("PATCH /auth/admin/users/{id}", Map.of("name", "Intruder"), Map.of("emailVerified", true));
        put("PATCH /auth/admin/users/{id}/system-admin", Map.of("isAdmin", true));
        put("POST /auth/admin/users/{id}/suspend", Map.of(), Map.of("reason", "intrusion"));
        put("POST /auth/admin/users/{id}/impersonate", Map.of("reason", "intrusion"));
        put("POST /auth/users/by-stripe-customer/{stripe_customer_id}/link", Map.of("userId", of.fact("userId")));
    }

    private void identity(InhabitedProject of) {
        String authId = of.fact("authId");
        String user = of.fact("userId");
        put("POST /auth/authenticate", Map.of("authId", authId, "email", of.fact("email")));
        put("POST /auth/register", Map.of("email", of.fact("email"), "password", "Correct-Horse-9-Battery"));
        put("POST /auth/login", Map.of("email", of.fact("email"), "password", "Correct-Horse-9-Battery"));
        put("POST /auth/send-verification", Map.of("email", of.fact("email")));
        put("POST /auth/verify-email", Map.of("token", "none"));
        put("POST /auth/forgot-password", Map.of("email", of.fact("email")));
        put("POST /auth/reset-password", Map.of("token", "none", "newPassword", "Correct-Horse-9-Battery"));
        put("POST /auth/change-password", Map.of("currentPassword", "none", "newPassword", "Correct-Horse-9-Battery"));
        put("POST /auth/instant-link", Map.of("email", of.fact("email")));
        put("POST /auth/instant-link/verify", Map.of("token", "none"));
        put("POST /auth/user/email", Map.of("email", of.fact("email")));
        put("POST /auth/user/email/verify", Map.of("token", "none"));
        put("POST /auth/refresh", Map.of("refreshToken", "none"));
        put("POST /auth/google", Map.of("idToken", "none"));
        put("POST /auth/apple", Map.of("idToken", "none"));
        put("POST /auth/sso/start", Map.of("providerId", user));
        put("POST /auth/sso/callback", Map.of("state", user, "code", "none"));
        put("POST /auth/user/credentials/sso", Map.of("providerId", user));
        put(
                "POST /auth/admin/sso-providers",
                Map.of("name", "Intruder", "issuerUrl", "http://127.0.0.1:1", "clientId", "c", "clientSecret", "s"));
        put(
                "PATCH /auth/admin/settings",
                Map.of("settings", List.of(Map.of("key", "auth_email_enabled", "value", "false"))));
        put("PUT /auth/admin/dashboard-permissions", Map.of("admin", Map.of(), "member", Map.of()));
        put("PUT /auth/admin/disposable-domains", Map.of("domains", List.of("example.com")));
        put("PUT /auth/admin/sso-providers/{id}", Map.of("name", "Intruder"));
        put("POST /auth/user/credentials/google", Map.of("idToken", "none"));
        put("POST /auth/user/credentials/apple", Map.of("idToken", "none"));
        put("PATCH /auth/me", Map.of("name", "Intruder"));
        put("PATCH /auth/user/credentials/{id}", Map.of("label", "Intruder"));
        put("PATCH /auth/credentials/{id}", Map.of("label", "Intruder"));
        put("POST /auth/user/api-keys", Map.of("label", "Intruder"));
        put("POST /auth/user/api-keys/{id}/rotate", Map.of(), Map.of("graceSeconds", 60));
        put("POST /auth/validate-api-key", Map.of("apiKey", "ck_none"));
        put("POST /auth/api-key/validate", Map.of("apiKey", "ck_none"));
        put("POST /auth/user/merge", Map.of("mergeToken", "none"));
        put(
                "POST /setup/admin",
                Map.of("email", "intruder@example.com", "password", "Correct-Horse-9-Battery", "setupToken", "none"));
        put("POST /auth/login/mfa", Map.of("mfaToken", "none", "code", "123456"));
        put("POST /auth/mfa/enable", Map.of("code", "123456"));
        put("POST /auth/mfa/disable", Map.of("code", "123456"));
        put("POST /auth/mfa/verify", Map.of("code", "123456"));
        put("POST /auth/mfa/recovery", Map.of("code", "ABCD-EFGH-1234-5678"));
        put("POST /auth/mfa/recovery-codes/regenerate", Map.of("code", "123456"));
        put("POST /auth/reauthenticate", Map.of("password", "Correct-Horse-9-Battery"));
        put("POST /users", Map.of("authId", authId, "email", of.fact("email")));
        put("POST /users/find-or-create", Map.of("authId", authId, "email", of.fact("email")));
        put("POST /users/import", Map.of("users", List.of(Map.of("email", of.fact("email"), "authId", authId))));
        put("PATCH /users/{id}", Map.of("displayName", "Intruder"), Map.of("status", "SUSPENDED"));
        put(
                "PUT /projects/{id}/auth-providers/{kind}",
                Map.of("issuer", "https://intruder.example", "audiences", List.of("app")));
    }

    private void passkeys(InhabitedProject of) {
        String challenge = "6a4bb3ac-13f2-4a9c-8b1e-3f0a4c1d2e5f";
        Map<String, ?> created = Map.of("clientDataJSON", "e30", "attestationObject", "oA");
        Map<String, ?> used = Map.of("clientDataJSON", "e30", "authenticatorData", "AA", "signature", "AA");
        put("POST /auth/webauthn/auth/options", Map.of("email", of.fact("email")), Map.of());
        put(
                "POST /auth/webauthn/register/verify",
                Map.of("challengeId", challenge, "credential", credential(created), "label", "Intruder"));
        for (String ceremony : List.of("auth", "step-up")) {
            put(
                    "POST /auth/webauthn/" + ceremony + "/verify",
                    Map.of("challengeId", challenge, "credential", credential(used)));
        }
    }

    private static Map<String, ?> credential(Map<String, ?> response) {
        return Map.of("id", "AAAA", "type", "public-key", "response", response);
    }

    private void wallets() {
        String solana = "11111111111111111111111111111111";
        String stellar = "GBXFXNDLV4LSWA4VB7YIL5GBD7BVNR22SGBTDKMO2SBZZHDXSKZYCP7L";
        Map<String, String> solanaAnswer = Map.of("publicKey", solana, "signature", "none", "message", "none");
        Map<String, String> stellarAnswer = Map.of("account", stellar, "signature", "none", "message", "none");
        put("POST /auth/solana/challenge", Map.of("publicKey", solana));
        put("POST /auth/solana", solanaAnswer);
        put("POST /auth/stellar/challenge", Map.of("account", stellar));
        put("POST /auth/stellar", Map.of("transaction", "none"));
        put("POST /auth/stellar/message/challenge", Map.of("account", stellar));
        put("POST /auth/stellar/message", stellarAnswer);
        put("POST /auth/sep10", Map.of("transaction", "none"));
        put("POST /auth/user/credentials/solana/challenge", Map.of("publicKey", solana));
        put("POST /auth/user/credentials/solana", solanaAnswer);
        put("POST /auth/user/credentials/stellar/challenge", Map.of("account", stellar));
        put("POST /auth/user/credentials/stellar", stellarAnswer);
    }

    private void custody(InhabitedProject of) {
        String user = of.fact("userId");
        put("POST /wallets", Map.of("userId", user, "network", "TESTNET"));
        put(
                "POST /wallets/orchestration/create",
                Map.of("userId", user, "network", "TESTNET", "idempotencyKey", "intrusion"));
        put("PATCH /wallets/{id}", Map.of("status", "SUSPENDED"));
        put("POST /internal/key-management/import", Map.of("projectId", of.fact("projectId"), "userId", user));
    }

    private void payments(InhabitedProject of) {
        Map<String, ?> asset = Map.of("type", "CREDIT_ALPHANUM4", "code", "EURD", "issuer", of.fact("publicKey"));
        String amount = "1";
        put(
                "POST /transfers",
                Map.of(
                        "senderWalletId",
                        of.fact("walletId"),
                        "receiverWalletId",
                        of.fact("otherWalletId"),
                        "amount",
                        amount,
                        "asset",
                        asset),
                Map.of(
                        "senderUserId",
                        of.fact("userId"),
                        "receiverUserId",
                        of.fact("otherUserId"),
                        "amount",
                        amount,
                        "asset",
                        asset));
        put(
                "POST /transactions",
                Map.of(
                        "senderWalletId",
                        of.fact("walletId"),
                        "destination",
                        of.fact("otherPublicKey"),
                        "amount",
                        amount,
                        "asset",
                        asset),
                Map.of(
                        "senderWalletId",
                        of.fact("walletId"),
                        "receiverWalletId",
                        of.fact("otherWalletId"),
                        "amount",
                        amount,
                        "asset",
                        asset));
        put(
                "POST /transactions/build",
                Map.of(
                        "sourcePublicKey",
                        of.fact("publicKey"),
                        "destinationPublicKey",
                        of.fact("otherPublicKey"),
                        "amount",
                        amount,
                        "assetCode",
                        "native",
                        "network",
                        "TESTNET"));
        put("PATCH /transactions/{id}/status", Map.of("status", "FAILED"));
        put("POST /wallets/{walletId}/limits", Map.of("dailyLimit", 5000, "perTransactionLimit", 3000));
        put("POST /projects/{id}/assets", Map.of("code", "EURD", "issuer", of.fact("publicKey")));
        put("POST /balances/wallet/{walletId}/sync", Map.of());
        put("POST /balances/wallet/{walletId}/reconcile", Map.of("assetType", "NATIVE"));
    }

    private void rolesAndPolicies(InhabitedProject of) {
        put("POST /auth/orgs", Map.of("name", "intrusion"));
        put("PATCH /auth/orgs/{org_id}", Map.of("name", "intrusion"));
        put("PATCH /auth/orgs/{org_id}/members/{user_id}", Map.of("role", "viewer"));
        put("POST /auth/orgs/{org_id}/invites", Map.of("email", "intruder@example.com"));
        put(
                "POST /auth/orgs/{org_id}/invites/bulk",
                Map.of("invites", List.of(Map.of("email", "intruder@example.com"))));
        put("POST /auth/invites/accept", Map.of("token", "0".repeat(64)));
        put("PUT /auth/admin/orgs/{org_id}/owner", Map.of("userId", of.fact("userId")));
        put("POST /auth/orgs/{org_id}/transfer-ownership", Map.of("userId", of.fact("userId")));
        put("POST /auth/orgs/{org_id}/roles", Map.of("name", "intrusion", "permissions", List.of("content:read")));
        put("PATCH /auth/orgs/{org_id}/roles/{role_id}", Map.of("name", "intrusion"));
        Map<String, Object> policy =
                Map.of("name", "intrusion", "permission", "content:read", "effect", "allow", "conditions", Map.of());
        put("POST /auth/orgs/{org_id}/policies", policy);
        put("POST /auth/orgs/{org_id}/policies/validate", policy);
        put("PATCH /auth/orgs/{org_id}/policies/{policy_id}", Map.of("enabled", false));
        String organization = of.fact("org_id");
        put("POST /auth/authorize", Map.of("orgId", organization, "permission", "org:read"));
        put(
                "POST /auth/authorize/batch",
                Map.of("orgId", organization, "decisions", List.of(Map.of("permission", "org:read"))));
        put("POST /auth/permissions", Map.of("orgId", organization));
        Map<String, Object> evaluation = Map.of(
                "subject", Map.of("type", "user", "id", of.fact("userId")),
                "action", Map.of("name", "org:read"),
                "resource", Map.of("type", "organization", "id", organization));
        put("POST /access/v1/evaluation", evaluation);
        put("POST /access/v1/evaluations", Map.of("evaluations", List.of(evaluation)));
    }

    private void put(String operation, Map<String, ?> body) {
        byOperation.put(operation, List.of(body));
    }

    private void put(String operation, Map<String, ?> body, Map<String, ?> other) {
        byOperation.put(operation, List.of(body, other));
    }
}
