package dev.latchkey.networks.stellar.xdr;

/** An event with the word whether the call that told it went well. */
public record DiagnosticEvent(boolean inSuccessfulCall, ContractEvent event) implements XdrValue {
    public static DiagnosticEvent read(XdrReader in) {
        return new DiagnosticEvent(in.bool(), ContractEvent.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.bool(inSuccessfulCall).value(event);
    }
}
