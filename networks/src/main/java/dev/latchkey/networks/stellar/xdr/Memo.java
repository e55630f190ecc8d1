package dev.latchkey.networks.stellar.xdr;

/** A note on a transaction, by which exchanges and others tell their customers apart. */
public sealed interface Memo extends XdrValue {
    Memo NONE = new None();

    /** No memo. */
    record None() implements Memo {
        @Override
        public void write(XdrWriter out) {
            out.int32(0);
        }
    }

    /** At most 28 bytes, not always UTF-8. */
    record Text(Bytes text) implements Memo {
        public Text {
            if (text.size() > 28) {
                throw new XdrException("a text memo has at most 28 bytes");
            }
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(1).opaque(text, 28);
        }
    }

    /** An unsigned 64-bit number by its bits. */
    record Id(long id) implements Memo {
        @Override
        public void write(XdrWriter out) {
            out.int32(2).int64(id);
        }
    }

    /** A hash of something. */
    record HashMemo(Hash hash) implements Memo {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).value(hash);
        }
    }

    /** The hash of a transaction that is refunded. */
    record ReturnHash(Hash hash) implements Memo {
        @Override
        public void write(XdrWriter out) {
            out.int32(4).value(hash);
        }
    }

    /** @throws XdrException if the text is longer than 28 bytes of UTF-8 */
    static Memo text(String text) {
        return new Text(Bytes.utf8(text));
    }

    static Memo read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> NONE;
            case 1 -> new Text(in.opaque(28));
            case 2 -> new Id(in.int64());
            case 3 -> new HashMemo(Hash.read(in));
            case 4 -> new ReturnHash(Hash.read(in));
            default -> throw in.unknown("Memo", type);
        };
    }
}
