package dev.latchkey.networks.stellar.xdr;

/** An error value of a contract or of the host. */
public sealed interface ScError extends XdrValue {
    /** A number that the contract defines, unsigned. */
    record Contract(long code) implements ScError {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).uint32(code);
        }
    }

    /** An error of a part of the host. */
    record Host(Part part, Code code) implements ScError {
        @Override
        public void write(XdrWriter out) {
            out.int32(XdrWriter.number(part) + 1).ordinal(code);
        }
    }

    /** Where in the host; XDR numbers begin at 1. */
    enum Part {
        WASM_VM,
        CONTEXT,
        STORAGE,
        OBJECT,
        CRYPTO,
        EVENTS,
        BUDGET,
        VALUE,
        AUTH
    }

    /** What went wrong, in the order of the XDR numbers. */
    enum Code {
        ARITH_DOMAIN,
        INDEX_BOUNDS,
        INVALID_INPUT,
        MISSING_VALUE,
        EXISTING_VALUE,
        EXCEEDED_LIMIT,
        INVALID_ACTION,
        INTERNAL_ERROR,
        UNEXPECTED_TYPE,
        UNEXPECTED_SIZE
    }

    static ScError read(XdrReader in) {
        int type = in.int32();
        if (type == 0) {
            return new Contract(in.uint32());
        }
        if (type < 0 || type > Part.values().length) {
            throw in.unknown("SCError", type);
        }
        return new Host(Part.values()[type - 1], in.ordinal(Code.values()));
    }
}
