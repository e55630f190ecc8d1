package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a contract or the network tells about what happened; classic movements too since protocol 23 (CAP-67). */
public record ContractEvent(@Nullable ContractId contract, Type type, List<ScVal> topics, ScVal data)
        implements XdrValue {
    public ContractEvent {
        topics = List.copyOf(topics);
    }

    /** Who tells. */
    public enum Type {
        SYSTEM,
        CONTRACT,
        DIAGNOSTIC
    }

    public static ContractEvent read(XdrReader in) {
        in.noExtension("ContractEvent");
        ContractId contract = in.optional(ContractId::read);
        Type type = in.ordinal(Type.values());
        in.noExtension("body of ContractEvent");
        return new ContractEvent(contract, type, in.list(XdrReader.UNLIMITED, ScVal::read), ScVal.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.int32(0)
                .optional(contract)
                .ordinal(type)
                .int32(0)
                .list(topics, XdrWriter.UNLIMITED)
                .value(data);
    }
}
