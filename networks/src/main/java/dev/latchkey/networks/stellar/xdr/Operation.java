package dev.latchkey.networks.stellar.xdr;

import org.jspecify.annotations.Nullable;

/** One act of a transaction, by its own source account or, where that is null, by the transaction's. */
public record Operation(@Nullable MuxedAccount source, OperationBody body) implements XdrValue {
    public static Operation of(OperationBody body) {
        return new Operation(null, body);
    }

    public static Operation of(AccountId source, OperationBody body) {
        return new Operation(MuxedAccount.of(source), body);
    }

    public static Operation read(XdrReader in) {
        return new Operation(in.optional(MuxedAccount::read), OperationBody.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.optional(source).ordinal(body.type()).value(body);
    }
}
