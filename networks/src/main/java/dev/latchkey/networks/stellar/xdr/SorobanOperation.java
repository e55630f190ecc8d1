package dev.latchkey.networks.stellar.xdr;

import java.util.List;

/** Operations on smart contracts; a transaction carries at most one, alone, with {@link SorobanTransactionData}. */
public sealed interface SorobanOperation extends OperationBody {
    /** Calls, creates or uploads a contract. */
    record InvokeHostFunction(HostFunction function, List<SorobanAuthorizationEntry> authorizations)
            implements SorobanOperation {
        public InvokeHostFunction {
            authorizations = List.copyOf(authorizations);
        }

        static InvokeHostFunction read(XdrReader in) {
            return new InvokeHostFunction(
                    HostFunction.read(in), in.list(XdrReader.UNLIMITED, SorobanAuthorizationEntry::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(function).list(authorizations, XdrWriter.UNLIMITED);
        }

        @Override
        public OperationType type() {
            return OperationType.INVOKE_HOST_FUNCTION;
        }
    }

    /** Keeps the entries of the read-only footprint alive for {@code extendTo} ledgers from now. */
    record ExtendFootprintTtl(long extendTo) implements SorobanOperation {
        static ExtendFootprintTtl read(XdrReader in) {
            in.noExtension("ExtendFootprintTTLOp");
            return new ExtendFootprintTtl(in.uint32());
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(0).uint32(extendTo);
        }

        @Override
        public OperationType type() {
            return OperationType.EXTEND_FOOTPRINT_TTL;
        }
    }

    /** Brings archived entries of the read-write footprint back. */
    record RestoreFootprint() implements SorobanOperation {
        static RestoreFootprint read(XdrReader in) {
            in.noExtension("RestoreFootprintOp");
            return new RestoreFootprint();
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(0);
        }

        @Override
        public OperationType type() {
            return OperationType.RESTORE_FOOTPRINT;
        }
    }
}
