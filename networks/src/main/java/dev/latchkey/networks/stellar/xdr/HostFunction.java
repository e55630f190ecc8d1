package dev.latchkey.networks.stellar.xdr;

import java.util.List;

/** What a contract operation asks the host to do. */
public sealed interface HostFunction extends XdrValue {
    /** Calls a function of a contract. */
    record Invoke(InvokeContractArgs call) implements HostFunction {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).value(call);
        }
    }

    /** Makes a contract without constructor arguments. */
    record Create(CreateContractArgs contract) implements HostFunction {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(contract);
        }
    }

    /** Stores contract code. */
    record UploadWasm(Bytes wasm) implements HostFunction {
        @Override
        public void write(XdrWriter out) {
            out.int32(2).opaque(wasm, XdrWriter.UNLIMITED);
        }
    }

    /** Makes a contract with constructor arguments (protocol 22). */
    record CreateV2(CreateContractArgsV2 contract) implements HostFunction {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).value(contract);
        }
    }

    static HostFunction read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new Invoke(InvokeContractArgs.read(in));
            case 1 -> new Create(CreateContractArgs.read(in));
            case 2 -> new UploadWasm(in.opaque(XdrReader.UNLIMITED));
            case 3 -> new CreateV2(CreateContractArgsV2.read(in));
            default -> throw in.unknown("HostFunction", type);
        };
    }

    /**
     * A call of a contract.
     *
     * @param function name of at most 32 bytes
     */
    record InvokeContractArgs(ScAddress contract, Bytes function, List<ScVal> arguments) implements XdrValue {
        public InvokeContractArgs {
            arguments = List.copyOf(arguments);
        }

        static InvokeContractArgs read(XdrReader in) {
            return new InvokeContractArgs(ScAddress.read(in), in.opaque(32), in.list(XdrReader.UNLIMITED, ScVal::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(contract).opaque(function, 32).list(arguments, XdrWriter.UNLIMITED);
        }
    }

    /** A contract's origin and code. */
    record CreateContractArgs(ContractIdPreimage preimage, ContractExecutable executable) implements XdrValue {
        static CreateContractArgs read(XdrReader in) {
            return new CreateContractArgs(ContractIdPreimage.read(in), ContractExecutable.read(in));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(preimage).value(executable);
        }
    }

    /** A contract's origin, code and constructor arguments. */
    record CreateContractArgsV2(
            ContractIdPreimage preimage, ContractExecutable executable, List<ScVal> constructorArguments)
            implements XdrValue {
        public CreateContractArgsV2 {
            constructorArguments = List.copyOf(constructorArguments);
        }

        static CreateContractArgsV2 read(XdrReader in) {
            return new CreateContractArgsV2(
                    ContractIdPreimage.read(in),
                    ContractExecutable.read(in),
                    in.list(XdrReader.UNLIMITED, ScVal::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(preimage).value(executable).list(constructorArguments, XdrWriter.UNLIMITED);
        }
    }
}
