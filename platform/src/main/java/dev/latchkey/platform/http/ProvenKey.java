package dev.latchkey.platform.http;

/**
 * A key that the client has proved to hold with this request (RFC 9449); left in the call by whoever checked the proof.
 *
 * @param thumbprint of the public key: SHA-256 of RFC 7638, base64url
 */
public record ProvenKey(String thumbprint) {}
