package dev.latchkey.networks.stellar.xdr;

/** A price as a fraction. */
public record Price(int numerator, int denominator) implements XdrValue {
    public static Price read(XdrReader in) {
        return new Price(in.int32(), in.int32());
    }

    @Override
    public void write(XdrWriter out) {
        out.int32(numerator).int32(denominator);
    }
}
