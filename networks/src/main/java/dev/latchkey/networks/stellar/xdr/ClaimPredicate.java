package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a claimant may claim (CAP-23). Times are in seconds. */
public sealed interface ClaimPredicate extends XdrValue {
    ClaimPredicate UNCONDITIONAL = new Unconditional();

    /** Always. */
    record Unconditional() implements ClaimPredicate {
        @Override
        public void write(XdrWriter out) {
            out.int32(0);
        }
    }

    /** When all hold; valid with exactly two. */
    record And(List<ClaimPredicate> predicates) implements ClaimPredicate {
        public And {
            predicates = List.copyOf(predicates);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(1).list(predicates, 2);
        }
    }

    /** When one holds; valid with exactly two. */
    record Or(List<ClaimPredicate> predicates) implements ClaimPredicate {
        public Or {
            predicates = List.copyOf(predicates);
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(2).list(predicates, 2);
        }
    }

    /** When the other does not hold; null decodes but is not valid. */
    record Not(@Nullable ClaimPredicate predicate) implements ClaimPredicate {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).optional(predicate);
        }
    }

    /** Before a Unix time. */
    record BeforeAbsoluteTime(long time) implements ClaimPredicate {
        @Override
        public void write(XdrWriter out) {
            out.int32(4).int64(time);
        }
    }

    /** Within a time after the balance was made. */
    record BeforeRelativeTime(long seconds) implements ClaimPredicate {
        @Override
        public void write(XdrWriter out) {
            out.int32(5).int64(seconds);
        }
    }

    static ClaimPredicate read(XdrReader in) {
        return in.nested(ClaimPredicate::readHere);
    }

    private static ClaimPredicate readHere(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> UNCONDITIONAL;
            case 1 -> new And(in.list(2, ClaimPredicate::read));
            case 2 -> new Or(in.list(2, ClaimPredicate::read));
            case 3 -> new Not(in.optional(ClaimPredicate::read));
            case 4 -> new BeforeAbsoluteTime(in.int64());
            case 5 -> new BeforeRelativeTime(in.int64());
            default -> throw in.unknown("ClaimPredicate", type);
        };
    }
}
