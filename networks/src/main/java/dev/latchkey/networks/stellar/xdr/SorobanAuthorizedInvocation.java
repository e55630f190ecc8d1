package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.xdr.HostFunction.CreateContractArgs;
import dev.latchkey.networks.stellar.xdr.HostFunction.CreateContractArgsV2;
import dev.latchkey.networks.stellar.xdr.HostFunction.InvokeContractArgs;
import java.util.List;

/** A call that is consented to and the calls it may make in turn. */
public record SorobanAuthorizedInvocation(Function function, List<SorobanAuthorizedInvocation> subInvocations)
        implements XdrValue {
    public SorobanAuthorizedInvocation {
        subInvocations = List.copyOf(subInvocations);
    }

    /** What is called. */
    public sealed interface Function extends XdrValue {
        /** A contract's function. */
        record ContractFunction(InvokeContractArgs call) implements Function {
            @Override
            public void write(XdrWriter out) {
                out.int32(0).value(call);
            }
        }

        /** The making of a contract. */
        record CreateContract(CreateContractArgs contract) implements Function {
            @Override
            public void write(XdrWriter out) {
                out.int32(1).value(contract);
            }
        }

        /** The making of a contract with constructor arguments. */
        record CreateContractV2(CreateContractArgsV2 contract) implements Function {
            @Override
            public void write(XdrWriter out) {
                out.int32(2).value(contract);
            }
        }

        static Function read(XdrReader in) {
            int type = in.int32();
            return switch (type) {
                case 0 -> new ContractFunction(InvokeContractArgs.read(in));
                case 1 -> new CreateContract(CreateContractArgs.read(in));
                case 2 -> new CreateContractV2(CreateContractArgsV2.read(in));
                default -> throw in.unknown("SorobanAuthorizedFunction", type);
            };
        }
    }

    public static SorobanAuthorizedInvocation read(XdrReader in) {
        return in.nested(r -> new SorobanAuthorizedInvocation(
                Function.read(r), r.list(XdrReader.UNLIMITED, SorobanAuthorizedInvocation::read)));
    }

    @Override
    public void write(XdrWriter out) {
        out.value(function).list(subInvocations, XdrWriter.UNLIMITED);
    }
}
