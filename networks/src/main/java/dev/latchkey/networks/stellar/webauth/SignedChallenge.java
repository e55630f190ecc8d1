package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.webauth.InvalidChallengeException.Reason;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Ed25519PublicKey;
import dev.latchkey.platform.crypto.Ed25519Signature;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A challenge of this server that came back in time. Who signed it beside the server is still to be checked.
 *
 * @param hash of the transaction, by which one challenge is told from another
 * @param clientSignatures all but the server's
 */
public record SignedChallenge(WebAuthChallenge challenge, Hash hash, List<DecoratedSignature> clientSignatures) {
    public SignedChallenge {
        clientSignatures = List.copyOf(clientSignatures);
    }

    /**
     * Checks that the signatures carry the account's authority. Each must be of a signer, none may be there twice, the
     * server's own key never helps, and the key of the client domain must sign but adds no weight.
     *
     * @throws InvalidChallengeException UNAUTHORIZED
     */
    public void requireAuthority(SigningAuthority authority, AccountId server) {
        Set<AccountId> candidates = new HashSet<>(authority.weights().keySet());
        candidates.remove(server);
        ClientDomain clientDomain = challenge.clientDomain();
        if (clientDomain != null) {
            candidates.add(clientDomain.signingKey());
        }
        Set<AccountId> signers = signers(candidates);
        if (clientDomain != null && !signers.remove(clientDomain.signingKey())) {
            throw unauthorized("The signature of the client domain is missing");
        }
        if (signers.isEmpty()) {
            throw unauthorized("No signer of the account has signed");
        }
        long weight = signers.stream()
                .mapToLong(signer -> authority.weights().get(signer))
                .sum();
        if (weight < authority.threshold()) {
            throw unauthorized("The signers' weight " + weight + " does not reach the account's threshold of "
                    + authority.threshold());
        }
    }

    private Set<AccountId> signers(Set<AccountId> candidates) {
        Set<AccountId> signers = new HashSet<>();
        for (DecoratedSignature signature : clientSignatures) {
            AccountId signer = candidates.stream()
                    .filter(candidate -> isBy(candidate, hash, signature))
                    .findFirst()
                    .orElseThrow(() -> unauthorized("A signature is of nobody who may sign for the account"));
            if (!signers.add(signer)) {
                throw unauthorized("A signature is there twice");
            }
        }
        return signers;
    }

    static boolean isBy(AccountId signer, Hash hash, DecoratedSignature signature) {
        return signature.hint().equals(signer.signatureHint())
                && signature.signature().size() == Ed25519Signature.BYTES
                && Ed25519.verify(
                        new Ed25519PublicKey(signer.publicKey()),
                        hash.toArray(),
                        new Ed25519Signature(signature.signature().toArray()));
    }

    private static InvalidChallengeException unauthorized(String message) {
        return new InvalidChallengeException(Reason.UNAUTHORIZED, message);
    }
}
