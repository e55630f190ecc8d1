package dev.latchkey.networks.stellar.xdr;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value as contracts take and give it. The discriminants are 0 to 21 in the order of the records. */
public sealed interface ScVal extends XdrValue {
    ScVal VOID = new Nothing();

    /** True or false. */
    record Bool(boolean value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).bool(value);
        }
    }

    /** Nothing. */
    record Nothing() implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(1);
        }
    }

    /** An error. */
    record ErrorValue(ScError error) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(2).value(error);
        }
    }

    /** Unsigned 32 bits. */
    record U32(long value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).uint32(value);
        }
    }

    /** Signed 32 bits. */
    record I32(int value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(4).int32(value);
        }
    }

    /** Unsigned 64 bits, by its bits. */
    record U64(long value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(5).int64(value);
        }
    }

    /** Signed 64 bits. */
    record I64(long value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(6).int64(value);
        }
    }

    /** Unix seconds, unsigned. */
    record TimePoint(long seconds) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(7).int64(seconds);
        }
    }

    /** Seconds, unsigned. */
    record Duration(long seconds) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(8).int64(seconds);
        }
    }

    /** Unsigned 128 bits. */
    record U128(BigInteger value) implements ScVal {
        public U128 {
            checkUnsigned(value, 128);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(9).integer(value, 16);
        }
    }

    /** Signed 128 bits: token amounts. */
    record I128(BigInteger value) implements ScVal {
        public I128 {
            checkSigned(value, 128);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(10).integer(value, 16);
        }
    }

    /** Unsigned 256 bits. */
    record U256(BigInteger value) implements ScVal {
        public U256 {
            checkUnsigned(value, 256);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(11).integer(value, 32);
        }
    }

    /** Signed 256 bits. */
    record I256(BigInteger value) implements ScVal {
        public I256 {
            checkSigned(value, 256);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(12).integer(value, 32);
        }
    }

    /** Bytes. */
    record Binary(Bytes value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(13).opaque(value, XdrWriter.UNLIMITED);
        }
    }

    /** Text, not always UTF-8. */
    record Text(Bytes value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(14).opaque(value, XdrWriter.UNLIMITED);
        }
    }

    /** A short name of at most 32 bytes. */
    record Symbol(Bytes value) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(15).opaque(value, 32);
        }
    }

    /** A list; null decodes but contracts refuse it. */
    record Vec(@Nullable List<ScVal> values) implements ScVal {
        public Vec {
            values = values == null ? null : List.copyOf(values);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(16);
            optionalList(out, values);
        }
    }

    /** A map, whose keys contracts require in ascending order; null decodes but contracts refuse it. */
    record Map(@Nullable List<Entry> entries) implements ScVal {
        public Map {
            entries = entries == null ? null : List.copyOf(entries);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(17);
            optionalList(out, entries);
        }
    }

    /** An address. */
    record Address(ScAddress address) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(18).value(address);
        }
    }

    /** A contract's code and instance storage; only in ledger entries. */
    record ContractInstance(
            ContractExecutable executable, @Nullable List<Entry> storage) implements ScVal {
        public ContractInstance {
            storage = storage == null ? null : List.copyOf(storage);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(19).value(executable);
            optionalList(out, storage);
        }
    }

    /** The key under which a contract's instance is stored. */
    record LedgerKeyContractInstance() implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(20);
        }
    }

    /** The key under which a used nonce is stored. */
    record LedgerKeyNonce(long nonce) implements ScVal {
        @Override
        public void write(XdrWriter out) {
            out.int32(21).int64(nonce);
        }
    }

    /** One key of a map and its value. */
    record Entry(ScVal key, ScVal value) implements XdrValue {
        static Entry read(XdrReader in) {
            return new Entry(ScVal.read(in), ScVal.read(in));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(key).value(value);
        }
    }

    static ScVal symbol(String name) {
        return new Symbol(Bytes.utf8(name));
    }

    static ScVal address(ScAddress address) {
        return new Address(address);
    }

    static ScVal i128(long value) {
        return new I128(BigInteger.valueOf(value));
    }

    static ScVal vec(ScVal... values) {
        return new Vec(List.of(values));
    }

    static ScVal read(XdrReader in) {
        return in.nested(ScVal::readHere);
    }

    private static ScVal readHere(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new Bool(in.bool());
            case 1 -> VOID;
            case 2 -> new ErrorValue(ScError.read(in));
            case 3 -> new U32(in.uint32());
            case 4 -> new I32(in.int32());
            case 5 -> new U64(in.int64());
            case 6 -> new I64(in.int64());
            case 7 -> new TimePoint(in.int64());
            case 8 -> new Duration(in.int64());
            case 9 -> new U128(in.unsigned(16));
            case 10 -> new I128(in.signed(16));
            case 11 -> new U256(in.unsigned(32));
            case 12 -> new I256(in.signed(32));
            case 13 -> new Binary(in.opaque(XdrReader.UNLIMITED));
            case 14 -> new Text(in.opaque(XdrReader.UNLIMITED));
            case 15 -> new Symbol(in.opaque(32));
            case 16 -> new Vec(in.optional(r -> r.list(XdrReader.UNLIMITED, ScVal::read)));
            case 17 -> new Map(in.optional(r -> r.list(XdrReader.UNLIMITED, Entry::read)));
            case 18 -> new Address(ScAddress.read(in));
            case 19 ->
                new ContractInstance(
                        ContractExecutable.read(in), in.optional(r -> r.list(XdrReader.UNLIMITED, Entry::read)));
            case 20 -> new LedgerKeyContractInstance();
            case 21 -> new LedgerKeyNonce(in.int64());
            default -> throw in.unknown("SCVal", type);
        };
    }

    private static void optionalList(XdrWriter out, @Nullable List<? extends XdrValue> values) {
        out.bool(values != null);
        if (values != null) {
            out.list(values, XdrWriter.UNLIMITED);
        }
    }

    private static void checkUnsigned(BigInteger value, int bits) {
        if (value.signum() < 0 || value.bitLength() > bits) {
            throw new XdrException("not an unsigned number of " + bits + " bits");
        }
    }

    private static void checkSigned(BigInteger value, int bits) {
        if (value.bitLength() >= bits) {
            throw new XdrException("not a signed number of " + bits + " bits");
        }
    }
}
