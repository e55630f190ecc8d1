package dev.latchkey.networks.stellar.xdr;

/** What runs as a contract. */
public sealed interface ContractExecutable extends XdrValue {
    /** Uploaded code, by its hash. */
    record Wasm(Hash hash) implements ContractExecutable {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).value(hash);
        }
    }

    /** The built-in contract of an asset (CAP-46-6). */
    record StellarAsset() implements ContractExecutable {
        @Override
        public void write(XdrWriter out) {
            out.int32(1);
        }
    }

    static ContractExecutable read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new Wasm(Hash.read(in));
            case 1 -> new StellarAsset();
            default -> throw in.unknown("ContractExecutable", type);
        };
    }
}
