package dev.latchkey.networks.stellar;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.HashIdPreimage;
import dev.latchkey.networks.stellar.xdr.ScVal;
import dev.latchkey.networks.stellar.xdr.SorobanAuthorizationEntry;
import dev.latchkey.networks.stellar.xdr.SorobanCredentials;
import dev.latchkey.networks.stellar.xdr.SorobanCredentials.AddressCredentials;
import java.util.List;

/** What is signed, and how the signature looks, when an address consents to contract calls (CAP-46-11, CAP-71). */
public final class ContractConsent {
    private ContractConsent() {}

    /**
     * The hash to sign for an entry.
     *
     * @throws IllegalArgumentException for source-account credentials, which the transaction's own signature covers
     */
    public static Hash payload(Hash networkId, SorobanAuthorizationEntry entry) {
        return switch (entry.credentials()) {
            case SorobanCredentials.SourceAccount ignored ->
                throw new IllegalArgumentException("Source-account credentials have no payload of their own");
            case SorobanCredentials.ByAddress(AddressCredentials c) ->
                new HashIdPreimage.SorobanAuthorization(
                                networkId, c.nonce(), c.signatureExpirationLedger(), entry.rootInvocation())
                        .hash();
            case SorobanCredentials.ByAddressV2(AddressCredentials c) -> bound(networkId, c, entry);
            case SorobanCredentials.ByAddressWithDelegates(AddressCredentials c, var delegates) ->
                bound(networkId, c, entry);
        };
    }

    /** The form in which a classic account's check expects signatures: a list of maps, here with one. */
    public static ScVal accountSignature(AccountId signer, byte[] signature) {
        return ScVal.vec(new ScVal.Map(List.of(
                new ScVal.Entry(ScVal.symbol("public_key"), new ScVal.Binary(Bytes.of(signer.publicKey()))),
                new ScVal.Entry(ScVal.symbol("signature"), new ScVal.Binary(Bytes.of(signature))))));
    }

    private static Hash bound(Hash networkId, AddressCredentials c, SorobanAuthorizationEntry entry) {
        return new HashIdPreimage.SorobanAuthorizationWithAddress(
                        networkId, c.nonce(), c.signatureExpirationLedger(), c.address(), entry.rootInvocation())
                .hash();
    }
}
