package dev.latchkey.networks.stellar.xdr;

/** What ids and contract signatures are hashes of. */
public sealed interface HashIdPreimage extends XdrValue {
    /** Of a claimable balance: the operation that makes it. {@code operation} is its index. */
    record OperationId(AccountId source, long sequence, long operation) implements HashIdPreimage {
        @Override
        public void write(XdrWriter out) {
            out.int32(6).value(source).int64(sequence).uint32(operation);
        }
    }

    /** Of a claimable balance made when a pool's trustline is revoked. */
    record PoolRevokeOperationId(AccountId source, long sequence, long operation, PoolId pool, Asset asset)
            implements HashIdPreimage {
        @Override
        public void write(XdrWriter out) {
            out.int32(7)
                    .value(source)
                    .int64(sequence)
                    .uint32(operation)
                    .value(pool)
                    .value(asset);
        }
    }

    /** Of a contract. */
    record ContractIdentity(Hash networkId, ContractIdPreimage preimage) implements HashIdPreimage {
        @Override
        public void write(XdrWriter out) {
            out.int32(8).value(networkId).value(preimage);
        }
    }

    /** What {@link SorobanCredentials.ByAddress} sign. */
    record SorobanAuthorization(
            Hash networkId, long nonce, long signatureExpirationLedger, SorobanAuthorizedInvocation invocation)
            implements HashIdPreimage {
        @Override
        public void write(XdrWriter out) {
            out.int32(9)
                    .value(networkId)
                    .int64(nonce)
                    .uint32(signatureExpirationLedger)
                    .value(invocation);
        }
    }

    /** What {@link SorobanCredentials.ByAddressV2} and delegates sign: binds the address (CAP-71). */
    record SorobanAuthorizationWithAddress(
            Hash networkId,
            long nonce,
            long signatureExpirationLedger,
            ScAddress address,
            SorobanAuthorizedInvocation invocation)
            implements HashIdPreimage {
        @Override
        public void write(XdrWriter out) {
            out.int32(10)
                    .value(networkId)
                    .int64(nonce)
                    .uint32(signatureExpirationLedger)
                    .value(address)
                    .value(invocation);
        }
    }

    static HashIdPreimage read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 6 -> new OperationId(AccountId.read(in), in.int64(), in.uint32());
            case 7 ->
                new PoolRevokeOperationId(AccountId.read(in), in.int64(), in.uint32(), PoolId.read(in), Asset.read(in));
            case 8 -> new ContractIdentity(Hash.read(in), ContractIdPreimage.read(in));
            case 9 ->
                new SorobanAuthorization(Hash.read(in), in.int64(), in.uint32(), SorobanAuthorizedInvocation.read(in));
            case 10 ->
                new SorobanAuthorizationWithAddress(
                        Hash.read(in),
                        in.int64(),
                        in.uint32(),
                        ScAddress.read(in),
                        SorobanAuthorizedInvocation.read(in));
            default -> throw in.unknown("HashIDPreimage", type);
        };
    }

    /** The hash of the XDR. */
    default Hash hash() {
        return Hash.sha256(toXdr());
    }
}
