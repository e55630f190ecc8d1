package dev.latchkey.identity;

import dev.latchkey.identity.mfa.Authenticator;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Somebody with a password and an authenticator app. */
final class SecondFactorUser {

    static final String PASSWORD = "SecurePass1!";
    static final Duration STEP = Duration.ofSeconds(30);

    final String id;
    final String email;
    final HttpProbe client;
    final Authenticator phone;
    final List<String> recoveryCodes;
    private final IdentityHouse house;

    private SecondFactorUser(IdentityHouse house, String id, String email, HttpProbe client, HttpAnswer setup) {
        this.house = house;
        this.id = id;
        this.email = email;
        this.client = client;
        this.phone = Authenticator.of(setup.text("/otpauthUri"), house.clock);
        this.recoveryCodes = recoveryCodes(setup);
    }

    /** Registers and enables; the code used up is that of the step before the one that is now. */
    static SecondFactorUser of(IdentityHouse house, String email) {
        HttpAnswer registered = house.anonymous
                .post("/auth/register", Map.of("email", email, "password", PASSWORD))
                .hasStatus(201);
        return of(
                house,
                registered.text("/user/id"),
                email,
                house.anonymous.withBearer(registered.text("/tokens/accessToken")));
    }

    /** Enables for somebody who is signed in. */
    static SecondFactorUser of(IdentityHouse house, String id, String email, HttpProbe client) {
        HttpAnswer setup = client.send("POST", "/auth/mfa/setup", null).hasStatus(200);
        SecondFactorUser user = new SecondFactorUser(house, id, email, client, setup);
        client.post("/auth/mfa/enable", Map.of("code", user.phone.code())).hasStatus(200);
        house.clock.advance(STEP);
        return user;
    }

    /** The first half of a sign-in. */
    HttpAnswer login() {
        return house.anonymous
                .post("/auth/login", Map.of("email", email, "password", PASSWORD))
                .hasStatus(200)
                .hasValue("/mfaRequired", true);
    }

    String mfaToken() {
        return login().text("/mfaToken");
    }

    /** The second half. */
    HttpAnswer complete(String mfaToken, String code) {
        return house.anonymous.post("/auth/login/mfa", Map.of("mfaToken", mfaToken, "code", code));
    }

    /** Both halves, in a step of their own. */
    HttpProbe signedIn() {
        house.clock.advance(STEP);
        String token = complete(mfaToken(), phone.code()).hasStatus(200).text("/tokens/accessToken");
        return house.anonymous.withBearer(token);
    }

    static List<String> recoveryCodes(HttpAnswer answer) {
        return answer.json()
                .at("/recoveryCodes")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }
}
