package dev.latchkey.server.support;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A project with a real row of every kind, for tests that try to reach it from elsewhere. */
public final class InhabitedProject {

    private final String name;
    private final ProjectUnderTest project;
    private final Map<String, String> facts = new HashMap<>();

    private InhabitedProject(String name, ProjectUnderTest project) {
        this.name = name;
        this.project = project;
    }

    /** Makes the project and waits until its wallets are on the ledger, so that nothing in it changes by itself. */
    public static InhabitedProject create(ServerUnderTest server, String name) {
        InhabitedProject inhabited = new InhabitedProject(name, server.project(name));
        inhabited.settle();
        return inhabited;
    }

    public ProjectUnderTest project() {
        return project;
    }

    public String fact(String name) {
        return Objects.requireNonNull(facts.get(name), name);
    }

    /** What a path parameter of an operation is here. */
    public String parameter(Operation operation, String name) {
        if (!name.equals("id")) {
            return fact(name);
        }
        if (operation.path().startsWith("/auth/") || operation.path().startsWith("/dev/")) {
            return fact(
                    switch (operation.path().replaceAll("/\\{.*", "")) {
                        case "/auth/user/credentials", "/auth/credentials" -> "credentialId";
                        case "/auth/user/api-keys", "/auth/admin/api-keys" -> "userKeyId";
                        case "/auth/sessions" -> "sessionId";
                        case "/auth/admin/sso-providers" -> "ssoProviderId";
                        case "/auth/admin/users" -> "userId";
                        case "/dev/mail" -> "mailId";
                        default -> throw new IllegalArgumentException("whose id is it in " + operation + "?");
                    });
        }
        return fact(
                switch (operation.path().split("/")[1]) {
                    case "developers" -> "developerId";
                    case "projects" -> "projectId";
                    case "users" -> "userId";
                    case "wallets" -> "walletId";
                    case "transactions" -> "transactionId";
                    default -> throw new IllegalArgumentException("whose id is it in " + operation + "?");
                });
    }

    /** The member, signed in. */
    public HttpProbe asMember() {
        return project.anonymous().withBearer(fact("memberToken"));
    }

    /** Texts that only this project's data has; an authId or an address is anybody's to send. */
    public Set<String> marks() {
        Map<String, String> marks = new HashMap<>(facts);
        marks.keySet()
                .removeAll(List.of(
                        "network",
                        "kind",
                        "wallet_address",
                        "stripe_customer_id",
                        "authId",
                        "suspendedAuthId",
                        "email",
                        "mailId"));
        return Set.copyOf(marks.values());
    }

    private void settle() {
        HttpProbe backend = project.backend();
        facts.put("projectId", project.id());
        facts.put("developerId", project.developerId());
        facts.put("network", "TESTNET");
        facts.put("kind", "OIDC");
        facts.put("wallet_address", "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin");
        facts.put("stripe_customer_id", "cus_" + project.id().substring(0, 8));
        facts.put("apiKeyId", backend.get("/api-keys").hasStatus(200).text("/keys/0/id"));
        facts.put("issuer", "https://issuer.of." + project.id() + ".example");
        backend.put(
                        "/projects/" + project.id() + "/auth-providers/OIDC",
                        Map.of("issuer", fact("issuer"), "audiences", List.of("app")))
                .hasStatus(200);
        JsonNode alice = person("alice");
        facts.put("authId", alice.at("/user/authId").stringValue());
        facts.put("email", alice.at("/user/email").stringValue());
        facts.put("userId", alice.at("/user/id").stringValue());
        facts.put("walletId", alice.at("/wallet/id").stringValue());
        facts.put("keyId", fact("walletId"));
        facts.put("publicKey", alice.at("/wallet/publicKey").stringValue());
        JsonNode bob = person("bob");
        facts.put("otherUserId", bob.at("/user/id").stringValue());
        facts.put("otherWalletId", bob.at("/wallet/id").stringValue());
        facts.put("otherPublicKey", bob.at("/wallet/publicKey").stringValue());
        JsonNode carol = person("carol");
        facts.put("suspendedAuthId", carol.at("/user/authId").stringValue());
        facts.put("suspendedUserId", carol.at("/user/id").stringValue());
        backend.patch("/users/" + fact("suspendedUserId"), Map.of("status", "SUSPENDED"))
                .hasStatus(200);
        member();
        await("/wallets/" + carol.at("/wallet/id").stringValue(), "/ledgerStatus", "CREATED");
        backend.post("/wallets/" + fact("walletId") + "/limits", Map.of("dailyLimit", 50, "perTransactionLimit", 30))
                .hasStatus(201);
        await("/wallets/" + fact("walletId"), "/ledgerStatus", "CREATED");
        await("/wallets/" + fact("otherWalletId"), "/ledgerStatus", "CREATED");
        trust(carol.at("/wallet/id").stringValue());
        pay();
    }

    private JsonNode person(String person) {
        String authId = person + "-of-" + name;
        return project.backend()
                .post(
                        "/auth/authenticate",
                        Map.of("authId", authId, "displayName", person, "email", person + "@" + name + ".example"))
                .hasStatus(200)
                .json();
    }

    /** Somebody who signs in with a password of ours. */
    private void member() {
        HttpAnswer registered = project.anonymous()
                .post(
                        "/auth/register",
                        Map.of("email", "member@" + name + ".example", "password", "Correct-Horse-9-Battery"))
                .hasStatus(201);
        HttpProbe member = project.anonymous().withBearer(ServerUnderTest.accessToken(registered));
        facts.put("memberToken", ServerUnderTest.accessToken(registered));
        facts.put("memberId", registered.text("/user/id"));
        facts.put("credentialId", member.get("/auth/user/credentials").text("/credentials/0/id"));
        facts.put("userKeyId", member.get("/auth/user/api-key").text("/id"));
        facts.put("sessionId", member.get("/auth/sessions").text("/sessions/0/id"));
        facts.put("ssoProviderId", UUID.randomUUID().toString());
        facts.put("mailId", "1");
        organization(member);
    }

    /** The member's organization, with a role, a policy and somebody who is invited. */
    private void organization(HttpProbe member) {
        facts.put("orgName", "Organization of " + project.id());
        facts.put(
                "org_id",
                member.post("/auth/orgs", Map.of("name", fact("orgName")))
                        .hasStatus(200)
                        .text("/id"));
        String path = "/auth/orgs/" + fact("org_id");
        facts.put("user_id", fact("memberId"));
        facts.put(
                "role_id",
                member.post(path + "/roles", Map.of("name", "Editor", "permissions", List.of("content:read")))
                        .hasStatus(200)
                        .text("/id"));
        Map<String, ?> policy =
                Map.of("name", "Reading", "permission", "content:read", "effect", "allow", "conditions", Map.of());
        facts.put(
                "policy_id",
                member.post(path + "/policies", policy).hasStatus(200).text("/id"));
        facts.put("invitee", "invitee@" + project.id() + ".example");
        facts.put(
                "invite_id",
                member.post(path + "/invites", Map.of("email", fact("invitee")))
                        .hasStatus(200)
                        .text("/id"));
    }

    /** The first wallet's asset becomes the project's; the others get their trustlines, as their histories tell. */
    private void trust(String suspendedWallet) {
        facts.put(
                "assetId",
                project.backend()
                        .post(
                                "/projects/" + project.id() + "/assets",
                                Map.of("code", "EURD", "issuer", fact("publicKey")))
                        .hasStatus(201)
                        .text("/id"));
        await("/wallets/" + fact("otherWalletId") + "/history", "/0/kind", "TRUSTLINE_ADDED");
        await("/wallets/" + suspendedWallet + "/history", "/0/kind", "TRUSTLINE_ADDED");
    }

    private void pay() {
        HttpAnswer accepted = project.backend()
                .post(
                        "/transfers",
                        Map.of(
                                "senderWalletId", fact("walletId"),
                                "receiverWalletId", fact("otherWalletId"),
                                "amount", "1",
                                "asset",
                                        Map.of(
                                                "type", "CREDIT_ALPHANUM4",
                                                "code", "EURD",
                                                "issuer", fact("publicKey")),
                                "idempotencyKey", "first"))
                .hasStatus(201);
        facts.put("transactionId", accepted.text("/id"));
        await("/transactions/" + fact("transactionId"), "/status", "CONFIRMED|FAILED");
        facts.put(
                "hash",
                project.backend().get("/transactions/" + fact("transactionId")).text("/stellarHash"));
    }

    private void await(String path, String pointer, String expected) {
        Await.until(() -> project.backend().get(path).hasStatus(200), answer -> answer.text(pointer)
                .matches(expected));
    }
}
