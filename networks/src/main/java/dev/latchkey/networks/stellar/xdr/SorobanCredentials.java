package dev.latchkey.networks.stellar.xdr;

import java.util.List;

/** How consent is proved. */
public sealed interface SorobanCredentials extends XdrValue {
    /** By the signature of the transaction's or operation's source account. */
    record SourceAccount() implements SorobanCredentials {
        @Override
        public void write(XdrWriter out) {
            out.int32(0);
        }
    }

    /** By a signature over {@link HashIdPreimage.SorobanAuthorization}, which does not bind the address. */
    record ByAddress(AddressCredentials credentials) implements SorobanCredentials {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(credentials);
        }
    }

    /** By a signature over {@link HashIdPreimage.SorobanAuthorizationWithAddress} (CAP-71, protocol 27). */
    record ByAddressV2(AddressCredentials credentials) implements SorobanCredentials {
        @Override
        public void write(XdrWriter out) {
            out.int32(2).value(credentials);
        }
    }

    /** Like version 2, with signatures of delegates that the account's own check accepts (CAP-71, protocol 27). */
    record ByAddressWithDelegates(AddressCredentials credentials, List<DelegateSignature> delegates)
            implements SorobanCredentials {
        public ByAddressWithDelegates {
            delegates = List.copyOf(delegates);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(3).value(credentials).list(delegates, XdrWriter.UNLIMITED);
        }
    }

    /**
     * Who consents, once, until when.
     *
     * @param nonce unique per address while the signature lives
     * @param signatureExpirationLedger last ledger in which it counts
     * @param signature in the form the address's own check expects; void before signing
     */
    record AddressCredentials(ScAddress address, long nonce, long signatureExpirationLedger, ScVal signature)
            implements XdrValue {
        static AddressCredentials read(XdrReader in) {
            return new AddressCredentials(ScAddress.read(in), in.int64(), in.uint32(), ScVal.read(in));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(address).int64(nonce).uint32(signatureExpirationLedger).value(signature);
        }
    }

    /** A delegate's signature over the same payload, and those of its own delegates. */
    record DelegateSignature(ScAddress address, ScVal signature, List<DelegateSignature> nestedDelegates)
            implements XdrValue {
        public DelegateSignature {
            nestedDelegates = List.copyOf(nestedDelegates);
        }

        static DelegateSignature read(XdrReader in) {
            return in.nested(r -> new DelegateSignature(
                    ScAddress.read(r), ScVal.read(r), r.list(XdrReader.UNLIMITED, DelegateSignature::read)));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(address).value(signature).list(nestedDelegates, XdrWriter.UNLIMITED);
        }
    }

    static SorobanCredentials read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new SourceAccount();
            case 1 -> new ByAddress(AddressCredentials.read(in));
            case 2 -> new ByAddressV2(AddressCredentials.read(in));
            case 3 ->
                new ByAddressWithDelegates(
                        AddressCredentials.read(in), in.list(XdrReader.UNLIMITED, DelegateSignature::read));
            default -> throw in.unknown("SorobanCredentials", type);
        };
    }
}
