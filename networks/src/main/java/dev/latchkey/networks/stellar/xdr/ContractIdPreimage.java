package dev.latchkey.networks.stellar.xdr;

/** What a contract's id is made from. */
public sealed interface ContractIdPreimage extends XdrValue {
    /** A deployer and a salt. */
    record FromAddress(ScAddress address, Hash salt) implements ContractIdPreimage {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).value(address).value(salt);
        }
    }

    /** An asset, whose contract exists once per network. */
    record FromAsset(Asset asset) implements ContractIdPreimage {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(asset);
        }
    }

    static ContractIdPreimage read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new FromAddress(ScAddress.read(in), Hash.read(in));
            case 1 -> new FromAsset(Asset.read(in));
            default -> throw in.unknown("ContractIDPreimage", type);
        };
    }
}
