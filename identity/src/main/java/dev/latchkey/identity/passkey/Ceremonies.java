package dev.latchkey.identity.passkey;

import com.webauthn4j.WebAuthnAuthenticationManager;
import com.webauthn4j.WebAuthnRegistrationManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.VerificationException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The two ceremonies of WebAuthn as a relying party sees them (Level 3 §7.1 and §7.2). The only class that knows the
 * library. No attestation is asked for, so statements about the authenticator's model are read and not believed.
 */
final class Ceremonies {

    /** COSE algorithms that are offered, the best first: EdDSA, ES256, RS256 (IANA COSE registry). */
    static final List<Integer> ALGORITHMS = List.of(-8, -7, -257);

    /** WebAuthn Level 3 §7.1, step 25. */
    static final int MAX_CREDENTIAL_ID = 1023;

    private static final int SMALLEST_RSA = 2048;
    private static final int LARGEST_RSA = 4096;
    private static final int MAX_TRANSPORTS = 8;

    private final RelyingParty party;
    private final Set<Origin> origins;
    private final ObjectConverter converter;
    private final WebAuthnRegistrationManager registrations;
    private final WebAuthnAuthenticationManager assertions;

    Ceremonies(RelyingParty party) {
        this.party = party;
        this.origins = party.origins().stream().map(Origin::create).collect(Collectors.toUnmodifiableSet());
        this.converter = new ObjectConverter(new JsonMapper(), strictCbor());
        this.registrations = WebAuthnRegistrationManager.createNonStrictWebAuthnRegistrationManager(converter);
        this.assertions = new WebAuthnAuthenticationManager(List.of(), converter);
    }

    /** Checks a registration; throws {@link MalformedCredential} for bytes that do not decode. */
    Attested register(AttestationCredential credential, Base64Url challenge) throws CeremonyRefused {
        AttestationCredential.AttestationResponse response = credential.response();
        ClientData.parse(response.clientDataJSON()).require(ClientData.CREATE, challenge, party);
        RegistrationData data = decoded(() -> registrations.parse(new RegistrationRequest(
                response.attestationObject().bytes(), response.clientDataJSON().bytes())));
        try {
            registrations.verify(
                    data,
                    new RegistrationParameters(server(challenge), offered(), party.requiresUserVerification(), true));
        } catch (VerificationException refused) {
            throw new CeremonyRefused(nameOf(refused));
        }
        return attested(
                credential, Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData());
    }

    /** Checks an assertion; throws {@link MalformedCredential} for bytes that do not decode. */
    Asserted verify(AssertionCredential credential, Base64Url challenge, PublicKeyRecord key) {
        AssertionCredential.AssertionResponse response = credential.response();
        ClientData clientData = ClientData.parse(response.clientDataJSON());
        AuthenticationData data = decoded(() -> assertions.parse(new AuthenticationRequest(
                credential.id().bytes(),
                response.authenticatorData().bytes(),
                response.clientDataJSON().bytes(),
                response.signature().bytes())));
        try {
            clientData.require(ClientData.GET, challenge, party);
            assertions.verify(
                    data,
                    new AuthenticationParameters(
                            server(challenge),
                            record(key),
                            List.of(key.credentialId().bytes()),
                            party.requiresUserVerification(),
                            true));
        } catch (MaliciousCounterValueException regression) {
            return new Asserted.CounterRegression(
                    key.signCount(), authenticator(data).getSignCount());
        } catch (VerificationException refused) {
            return new Asserted.Refused(nameOf(refused));
        } catch (CeremonyRefused refused) {
            return new Asserted.Refused(String.valueOf(refused.getMessage()));
        }
        AuthenticatorData<?> authenticator = authenticator(data);
        return new Asserted.Genuine(authenticator.getSignCount(), authenticator.isFlagUV(), authenticator.isFlagBS());
    }

    private Attested attested(AttestationCredential credential, AuthenticatorData<?> authenticator)
            throws CeremonyRefused {
        AttestedCredentialData attested = Objects.requireNonNull(authenticator.getAttestedCredentialData());
        Base64Url id = Base64Url.of(attested.getCredentialId());
        if (!id.equals(credential.id())) {
            throw new CeremonyRefused("credential id");
        }
        requireSoundKey(attested.getCOSEKey());
        UUID aaguid = attested.getAaguid().getValue();
        return new Attested(
                id,
                aaguid == null ? new UUID(0, 0) : aaguid,
                Base64Url.of(converter.getCborMapper().writeValueAsBytes(attested.getCOSEKey())),
                authenticator.getSignCount(),
                transports(credential.response().transports()),
                authenticator.isFlagUV(),
                authenticator.isFlagBE(),
                authenticator.isFlagBS());
    }

    /** A modulus too small protects nobody, one too large makes each sign-in expensive. */
    private static void requireSoundKey(COSEKey cose) throws CeremonyRefused {
        PublicKey key = cose.getPublicKey();
        if (key == null || cose.hasPrivateKey()) {
            throw new CeremonyRefused("public key");
        }
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < SMALLEST_RSA || bits > LARGEST_RSA) {
                throw new CeremonyRefused("RSA key size");
            }
        }
    }

    private CredentialRecord record(PublicKeyRecord key) {
        COSEKey cose = converter.getCborMapper().readValue(key.publicKey().bytes(), COSEKey.class);
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                null,
                key.backupEligible(),
                null,
                key.signCount(),
                new AttestedCredentialData(
                        new AAGUID(key.aaguid()), key.credentialId().bytes(), cose),
                null,
                null,
                null,
                null);
    }

    private ServerProperty server(Base64Url challenge) {
        return ServerProperty.builder()
                .origins(origins)
                .rpId(party.id())
                .challenge(new DefaultChallenge(challenge.bytes()))
                .build();
    }

    private static List<PublicKeyCredentialParameters> offered() {
        return ALGORITHMS.stream()
                .map(algorithm -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
                .toList();
    }

    private static AuthenticatorData<?> authenticator(AuthenticationData data) {
        return Objects.requireNonNull(data.getAuthenticatorData());
    }

    /** Any token of the registry's form: browsers may know more of them than we do (WebAuthn Level 3 §5.8.4). */
    private static List<String> transports(@org.jspecify.annotations.Nullable List<String> said) {
        return said == null
                ? List.of()
                : said.stream()
                        .filter(transport -> transport.matches("[a-z][a-z0-9-]{0,31}"))
                        .distinct()
                        .limit(MAX_TRANSPORTS)
                        .toList();
    }

    /** The library reads bytes of strangers with many parsers; whatever one of them throws means that they are no credential. */
    private static <T> T decoded(Supplier<T> parser) {
        try {
            return parser.get();
        } catch (RuntimeException malformed) {
            throw new MalformedCredential(malformed.getClass().getSimpleName());
        }
    }

    private static String nameOf(VerificationException refused) {
        return refused.getClass().getSimpleName().replace("Exception", "");
    }

    private static CBORMapper strictCbor() {
        return new CBORMapper(CBORFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(16)
                        .maxStringLength(Base64Url.MAX_BYTES)
                        .maxNumberLength(64)
                        .build())
                .build());
    }
}
