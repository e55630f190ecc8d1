package dev.latchkey.identity.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.identity.passkey.AssertionCredential.AssertionResponse;
import dev.latchkey.identity.passkey.AttestationCredential.AttestationResponse;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The test vectors of W3C WebAuthn Level 3, section 16: what it calls valid is valid, unless our policy says otherwise. */
final class W3cVectorsTest {

    private static final RelyingParty EXAMPLE = party(false);
    private static final Set<String> BACKED_UP =
            Set.of("none.ES256", "packed-self.ES256", "packed.RS256", "android-key.ES256");
    private final Ceremonies ceremonies = new Ceremonies(EXAMPLE);

    /** One vector. */
    record Vector(String name, JsonNode json) {

        AttestationCredential attestation() {
            return new AttestationCredential(
                    id(),
                    id(),
                    "public-key",
                    new AttestationResponse(
                            bytes("/registration/clientDataJSON"), bytes("/registration/attestationObject"), null),
                    null,
                    null,
                    null);
        }

        AssertionCredential assertion() {
            return new AssertionCredential(
                    id(),
                    id(),
                    "public-key",
                    new AssertionResponse(
                            bytes("/authentication/clientDataJSON"),
                            bytes("/authentication/authenticatorData"),
                            bytes("/authentication/signature"),
                            null));
        }

        Base64Url registrationChallenge() {
            return bytes("/registration/challenge");
        }

        Base64Url authenticationChallenge() {
            return bytes("/authentication/challenge");
        }

        private Base64Url id() {
            return bytes("/credentialId");
        }

        private Base64Url bytes(String pointer) {
            return Base64Url.parse(json.at(pointer).stringValue());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> accepted() {
        return vectors()
                .filter(vector -> !vector.json().at("/about").stringValue().endsWith("refused here"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void aValidRegistrationAndAssertionAreAccepted(Vector vector) throws CeremonyRefused {
        Attested attested = ceremonies.register(vector.attestation(), vector.registrationChallenge());

        assertThat(attested.credentialId()).isEqualTo(vector.attestation().id());
        assertThat(attested.signCount()).isZero();
        assertThat(attested.backedUp()).isEqualTo(BACKED_UP.contains(vector.name()));
        Asserted asserted = ceremonies.verify(vector.assertion(), vector.authenticationChallenge(), record(attested));
        assertThat(asserted).isInstanceOf(Asserted.Genuine.class);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void anyOtherChallengeSignatureOrAuthenticatorDataIsRefused(Vector vector) throws CeremonyRefused {
        Attested attested = ceremonies.register(vector.attestation(), vector.registrationChallenge());
        PublicKeyRecord key = record(attested);

        assertThatThrownBy(() -> ceremonies.register(vector.attestation(), vector.authenticationChallenge()))
                .isInstanceOf(CeremonyRefused.class)
                .hasMessage("challenge");
        assertThat(ceremonies.verify(vector.assertion(), vector.registrationChallenge(), key))
                .isEqualTo(new Asserted.Refused("challenge"));
        AssertionResponse response = vector.assertion().response();
        assertThat(ceremonies.verify(
                        with(
                                vector,
                                new AssertionResponse(
                                        response.clientDataJSON(),
                                        response.authenticatorData(),
                                        flipped(
                                                response.signature(),
                                                response.signature().length() - 1),
                                        null)),
                        vector.authenticationChallenge(),
                        key))
                .isInstanceOf(Asserted.Refused.class);
        assertThat(ceremonies.verify(
                        with(
                                vector,
                                new AssertionResponse(
                                        response.clientDataJSON(),
                                        flipped(response.authenticatorData(), 36),
                                        response.signature(),
                                        null)),
                        vector.authenticationChallenge(),
                        key))
                .isInstanceOf(Asserted.Refused.class);
    }

    @Test
    void framesOfOtherOriginsAreRefused() {
        for (String name : List.of("none.ES256.crossOrigin", "none.ES256.topOrigin")) {
            Vector vector = vector(name);
            assertThatThrownBy(() -> ceremonies.register(vector.attestation(), vector.registrationChallenge()))
                    .isInstanceOf(CeremonyRefused.class)
                    .hasMessage("crossOrigin");
        }
    }

    @Test
    void algorithmsThatWereNotOfferedAreRefused() {
        for (String name : List.of("packed.ES384", "packed.ES512", "packed.Ed448")) {
            Vector vector = vector(name);
            assertThatThrownBy(() -> ceremonies.register(vector.attestation(), vector.registrationChallenge()))
                    .as(name)
                    .isInstanceOfAny(CeremonyRefused.class, MalformedCredential.class);
        }
    }

    /** Browsers never send it so where no attestation is asked for. */
    @Test
    void aU2fKeyThatNamesAModelIsRefused() {
        Vector vector = vector("fido-u2f.ES256");

        assertThatThrownBy(() -> ceremonies.register(vector.attestation(), vector.registrationChallenge()))
                .isInstanceOf(CeremonyRefused.class)
                .hasMessage("BadAaguid");
    }

    /** Nor this one: a browser replaces statements where none is asked for. */
    @Test
    void aStatementThatCannotBeReadIsRefused() {
        Vector vector = vector("tpm.ES256");

        assertThatThrownBy(() -> ceremonies.register(vector.attestation(), vector.registrationChallenge()))
                .isInstanceOf(MalformedCredential.class);
    }

    @Test
    void whereUserVerificationIsRequiredItIsMissed() {
        Vector unverified = vector("packed.Ed25519");

        assertThatThrownBy(() -> new Ceremonies(party(true))
                        .register(unverified.attestation(), unverified.registrationChallenge()))
                .isInstanceOf(CeremonyRefused.class)
                .hasMessage("UserNotVerified");
    }

    @Test
    void theVectorsAreAllThere() {
        assertThat(vectors().map(Vector::name))
                .containsExactly(
                        "none.ES256",
                        "packed-self.ES256",
                        "none.ES256.crossOrigin",
                        "none.ES256.topOrigin",
                        "none.ES256.long-credential-id",
                        "packed.ES256",
                        "packed.ES384",
                        "packed.ES512",
                        "packed.RS256",
                        "packed.Ed25519",
                        "packed.Ed448",
                        "tpm.ES256",
                        "android-key.ES256",
                        "apple.ES256",
                        "fido-u2f.ES256");
    }

    private static RelyingParty party(boolean requiresUserVerification) {
        return new RelyingParty(
                "example.org",
                "Example",
                List.of("https://example.org"),
                Duration.ofMinutes(5),
                null,
                requiresUserVerification);
    }

    private static PublicKeyRecord record(Attested attested) {
        return new PublicKeyRecord(
                attested.credentialId(),
                attested.aaguid(),
                attested.publicKey(),
                attested.signCount(),
                attested.backupEligible());
    }

    private static AssertionCredential with(Vector vector, AssertionResponse response) {
        return new AssertionCredential(vector.assertion().id(), null, "public-key", response);
    }

    private static Base64Url flipped(Base64Url bytes, int at) {
        byte[] changed = bytes.bytes();
        changed[at] ^= 1;
        return Base64Url.of(changed);
    }

    private static Vector vector(String name) {
        return vectors()
                .filter(vector -> vector.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Vector> vectors() {
        try (InputStream file = W3cVectorsTest.class.getResourceAsStream("/passkey/w3c-level-3-vectors.json")) {
            JsonNode document =
                    Json.read(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
            return document.get("vectors")
                    .valueStream()
                    .map(vector -> new Vector(vector.get("name").stringValue(), vector));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
