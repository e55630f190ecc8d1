package dev.latchkey.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The signatures of RFC 7520 section 4: what is checked with a public key is right, what needs a shared one is refused. */
final class JoseCookbookTest {

    private static final String PAYLOAD =
            "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAg"
                    + "b250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dp"
                    + "bmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";
    private static final JWK RSA = jwk(Map.of(
            "kty",
            "RSA",
            "kid",
            "bilbo.baggins@hobbiton.example",
            "use",
            "sig",
            "n",
            "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_"
                    + "AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpP"
                    + "e7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg"
                    + "_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw",
            "e",
            "AQAB"));
    private static final JWK P521 = jwk(Map.of(
            "kty",
            "EC",
            "kid",
            "bilbo.baggins@hobbiton.example",
            "use",
            "sig",
            "crv",
            "P-521",
            "x",
            "AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt",
            "y",
            "AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"));
    private static final JWK SHARED =
            jwk(Map.of("kty", "oct", "alg", "HS256", "use", "sig", "k", "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"));
    private static final String RS256 = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9."
            + PAYLOAD
            + "."
            + "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83"
            + "xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJ"
            + "Dt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12"
            + "podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg";
    private static final String PS384 = "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9."
            + PAYLOAD
            + "."
            + "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6"
            + "O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqi"
            + "VJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_"
            + "jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw";
    private static final String ES512 = "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9."
            + PAYLOAD
            + "."
            + "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJ"
            + "AQy3mtPBu_u_sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2";
    private static final String HS256 =
            "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9."
                    + PAYLOAD
                    + "."
                    + "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";

    @Test
    void section41RsaPkcs1() throws ParseException {
        accepted(RSA, RS256);
    }

    @Test
    void section42RsaPss() throws ParseException {
        accepted(RSA, PS384);
    }

    @Test
    void section43EllipticCurve() throws ParseException {
        accepted(P521, ES512);
    }

    /** Right as it is, the signature is one that whoever can check it can also make. */
    @Test
    void section44HmacIsRefusedEvenUnderItsOwnKey() throws ParseException {
        assertThat(TokenSignature.isBy(SHARED, SignedJWT.parse(HS256))).isFalse();
        assertThat(TokenSignature.isBy(RSA, SignedJWT.parse(HS256))).isFalse();
    }

    private static void accepted(JWK key, String token) throws ParseException {
        assertThat(TokenSignature.isBy(key, SignedJWT.parse(token))).isTrue();
        String[] parts = token.split("\\.");
        String otherText = parts[1].replaceFirst("^S", "T");
        assertThat(TokenSignature.isBy(key, SignedJWT.parse(parts[0] + "." + otherText + "." + parts[2])))
                .isFalse();
        String otherSignature = parts[2].substring(0, 20) + "AAAA" + parts[2].substring(24);
        assertThat(TokenSignature.isBy(key, SignedJWT.parse(parts[0] + "." + parts[1] + "." + otherSignature)))
                .isFalse();
        for (JWK other : new JWK[] {RSA, P521, SHARED}) {
            assertThat(TokenSignature.isBy(other, SignedJWT.parse(token))).isEqualTo(other.equals(key));
        }
    }

    private static JWK jwk(Map<String, Object> members) {
        try {
            return JWK.parse(members);
        } catch (ParseException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
