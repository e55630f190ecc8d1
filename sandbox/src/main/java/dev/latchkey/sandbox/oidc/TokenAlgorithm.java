package dev.latchkey.sandbox.oidc;

/** How ID tokens are signed (RFC 7518 §3.1). */
public enum TokenAlgorithm {
    /** RSASSA-PKCS1-v1_5 with a key of 2048 bits: what Google and Apple use. */
    RS256("SHA256withRSA"),
    /** ECDSA on P-256. */
    ES256("SHA256withECDSAinP1363Format");

    private final String signature;

    TokenAlgorithm(String signature) {
        this.signature = signature;
    }

    /** The JDK's name of the signature. */
    String signature() {
        return signature;
    }
}
