package dev.latchkey.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.sandbox.oidc.IdentityProvider;
import dev.latchkey.sandbox.oidc.Misbehaviour;
import dev.latchkey.sandbox.oidc.Person;
import dev.latchkey.sandbox.oidc.RelyingParty;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IdentityProviderTest {
    private static final String CALLBACK = "https://app.example/callback?tenant=1";

    /** RFC 7636 appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final MutableClock clock = new MutableClock();
    private final IdentityProvider provider = IdentityProvider.start(clock);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void register() {
        provider.register(RelyingParty.confidential("shop", "s3cret:&", CALLBACK));
        provider.register(RelyingParty.confidential("other", "0ther", CALLBACK));
        provider.add(Person.of("alice-1", "alice@example.com").with("name", "Alice"));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aCodeIsExchangedOnceForAnIdTokenThatThePublishedKeySigned() throws Exception {
        Map<String, String> answer = authorize(request());
        assertThat(answer).containsEntry("state", "st&te").containsEntry("iss", provider.issuer());

        JsonNode tokens = json(exchange(answer.getOrDefault("code", "")), 200);
        JsonNode claims = verified(tokens.get("id_token").asString());
        assertThat(claims.get("iss").asString()).isEqualTo(provider.issuer());
        assertThat(claims.get("aud").asString()).isEqualTo("shop");
        assertThat(claims.get("sub").asString()).isEqualTo("alice-1");
        assertThat(claims.get("nonce").asString()).isEqualTo("n-1");
        assertThat(claims.get("email").asString()).isEqualTo("alice@example.com");
        assertThat(claims.has("name")).as("profile was not asked for").isFalse();

        String access = tokens.get("access_token").asString();
        assertThat(json(userInfo(access), 200).get("sub").asString()).isEqualTo("alice-1");
        assertThat(json(exchange(answer.getOrDefault("code", "")), 400)
                        .get("error")
                        .asString())
                .isEqualTo("invalid_grant");
        assertThat(userInfo(access).statusCode())
                .as("a second use of the code ends its token")
                .isEqualTo(401);
    }

    @Test
    void aCodeIsForItsClientItsAddressAndItsVerifierOnly() {
        for (Map<String, String> change : List.of(
                Map.of("code_verifier", "x".repeat(43)),
                Map.of("code_verifier", ""),
                Map.of("redirect_uri", "https://app.example/callback"),
                Map.of("client_id", "other", "client_secret", "0ther"))) {
            Map<String, String> form = form(code());
            form.putAll(change);
            assertThat(json(post("/token", form, Map.of()), 400).get("error").asString())
                    .as("%s", change)
                    .isEqualTo("invalid_grant");
        }
        String late = code();
        clock.advance(Duration.ofSeconds(61));
        assertThat(json(exchange(late), 400).get("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void theClientAuthenticatesByBasicOrInTheFormButNotBoth() {
        String pair = encoded("shop") + ":" + encoded("s3cret:&");
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        Map<String, String> form = form(code());
        assertThat(post("/token", form, Map.of("Authorization", basic)).statusCode())
                .isEqualTo(400);
        form.remove("client_secret");
        assertThat(post("/token", form, Map.of()).statusCode()).isEqualTo(401);
        assertThat(post("/token", form, Map.of("Authorization", "Basic c2hvcDp4"))
                        .statusCode())
                .isEqualTo(401);
        form.remove("client_id");
        assertThat(post("/token", form, Map.of("Authorization", basic)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void errorsGoBackToTheApplicationOnlyWhereItsAddressIsCertain() {
        assertThat(get("/authorize", with("redirect_uri", "https://evil.example"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/authorize", with("client_id", "nobody")).statusCode()).isEqualTo(400);
        assertThat(authorize(with("response_type", "token"))).containsEntry("error", "unsupported_response_type");
        assertThat(authorize(with("scope", "email"))).containsEntry("error", "invalid_scope");
        assertThat(authorize(with("code_challenge_method", "plain"))).containsEntry("error", "invalid_request");
        assertThat(authorize(with("code_challenge", ""))).containsEntry("error", "invalid_request");
        Map<String, String> silent = with("prompt", "none");
        silent.remove("login_hint");
        assertThat(authorize(silent)).containsEntry("error", "login_required").containsEntry("state", "st&te");
    }

    @Test
    void withoutAHintThereIsAFormToSignInOrCancel() {
        Map<String, String> request = with("state", "\"><script>");
        request.remove("login_hint");
        assertThat(get("/authorize", request).body())
                .contains("name=\"password\"")
                .doesNotContain("<script>");

        request.put("login", "alice@example.com");
        request.put("password", "wrong");
        assertThat(post("/authorize", request, Map.of()).statusCode()).isEqualTo(401);
        request.put("password", "correct horse");
        assertThat(answer(post("/authorize", request, Map.of()))).containsKey("code");
        request.put("deny", "yes");
        assertThat(answer(post("/authorize", request, Map.of()))).containsEntry("error", "access_denied");
    }

    @Test
    void rotatedKeysLeaveAtOnceOrStayAsWished() {
        assertThat(keyIds()).containsExactly("rsa-1", "ec-1");
        provider.rotateKeyGently();
        assertThat(keyIds()).containsExactly("rsa-1", "ec-1", "rsa-2", "ec-2");
        provider.rotateKey();
        assertThat(keyIds()).containsExactly("rsa-3", "ec-3");
        assertThat(provider.keysAsked()).isEqualTo(3);
    }

    @Test
    void itMisbehavesOnDemandAndBehavesAgain() {
        provider.misbehave(Misbehaviour.WRONG_NONCE, Misbehaviour.UNSIGNED);
        String token = json(exchange(code()), 200).get("id_token").asString();
        assertThat(token).endsWith(".");
        assertThat(claims(token).get("nonce").asString()).isEqualTo("another-nonce");

        provider.misbehave(Misbehaviour.DOWN);
        assertThatThrownBy(() -> get("/jwks.json", Map.of())).isInstanceOf(AssertionError.class);
        provider.misbehave();
        provider.advertise("userinfo_endpoint", null);
        JsonNode document = json(get("/.well-known/openid-configuration", Map.of()), 200);
        assertThat(document.get("issuer").asString()).isEqualTo(provider.issuer());
        assertThat(document.has("userinfo_endpoint")).isFalse();
    }

    private static Map<String, String> request() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("client_id", "shop");
        request.put("redirect_uri", CALLBACK);
        request.put("response_type", "code");
        request.put("scope", "openid email");
        request.put("state", "st&te");
        request.put("nonce", "n-1");
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        request.put("login_hint", "alice@example.com");
        return request;
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> request = request();
        request.put(name, value);
        return request;
    }

    private static Map<String, String> form(String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", CALLBACK);
        form.put("code_verifier", VERIFIER);
        form.put("client_id", "shop");
        form.put("client_secret", "s3cret:&");
        return form;
    }

    private HttpResponse<String> exchange(String code) {
        return post("/token", form(code), Map.of());
    }

    private String code() {
        return authorize(request()).getOrDefault("code", "");
    }

    private Map<String, String> authorize(Map<String, String> request) {
        return answer(get("/authorize", request));
    }

    /** The parameters that the browser takes back to the application. */
    private static Map<String, String> answer(HttpResponse<String> redirect) {
        assertThat(redirect.statusCode()).as(redirect.body()).isEqualTo(302);
        URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        assertThat(location.toString()).startsWith(CALLBACK + "&");
        return Arrays.stream(location.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private List<String> keyIds() {
        return json(get("/jwks.json", Map.of()), 200)
                .get("keys")
                .valueStream()
                .map(key -> key.get("kid").asString())
                .toList();
    }

    private HttpResponse<String> userInfo(String accessToken) {
        return send(HttpRequest.newBuilder(URI.create(provider.issuer() + "/userinfo"))
                .header("Authorization", "Bearer " + accessToken));
    }

    private HttpResponse<String> get(String path, Map<String, String> query) {
        String text = query.isEmpty() ? "" : "?" + urlEncoded(query);
        return send(HttpRequest.newBuilder(URI.create(provider.issuer() + path + text)));
    }

    private HttpResponse<String> post(String path, Map<String, String> form, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(provider.issuer() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(urlEncoded(form)));
        headers.forEach(request::setHeader);
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String urlEncoded(Map<String, String> values) {
        return values.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    private JsonNode verified(String token) throws Exception {
        String[] parts = token.split("\\.");
        JsonNode key = json(get("/jwks.json", Map.of()), 200).get("keys").get(0);
        PublicKey published = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        number(key.get("n").asString()), number(key.get("e").asString())));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(published);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        return claims(token);
    }

    private static BigInteger number(String base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
    }

    private static JsonNode claims(String token) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
