package dev.latchkey.networks.stellar.xdr;

import java.util.Locale;
import java.util.Map;

/** What became of an operation. */
public sealed interface OperationResult extends XdrValue {
    /** It was not tried. */
    record NotTried(Reason reason) implements OperationResult {
        @Override
        public void write(XdrWriter out) {
            out.int32(-1 - XdrWriter.number(reason));
        }

        @Override
        public boolean succeeded() {
            return false;
        }

        /** As Horizon names it: {@code op_bad_auth}, {@code op_no_source_account}. */
        @Override
        public String horizonCode() {
            return reason == Reason.NO_ACCOUNT
                    ? "op_no_source_account"
                    : "op_" + reason.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * It was tried.
     *
     * @param code 0 for success, negative for the failures that {@link OperationType#resultNames()} lists
     * @param detail what the code says more about, or {@link OperationResultDetail.None}
     */
    record Tried(OperationType type, int code, OperationResultDetail detail) implements OperationResult {
        private static final Map<String, String> HORIZON_SPELLING = Map.ofEntries(
                Map.entry("ALREADY_EXIST", "op_already_exists"),
                Map.entry("OFFER_CROSS_SELF", "op_cross_self"),
                Map.entry("OVER_SENDMAX", "op_over_source_max"),
                Map.entry("UNDER_DESTMIN", "op_under_dest_min"),
                Map.entry("SELL_NOT_AUTHORIZED", "sell_not_authorized"),
                Map.entry("BUY_NOT_AUTHORIZED", "buy_not_authorized"),
                Map.entry("BUY_NO_ISSUER", "buy_no_issuer"),
                Map.entry("NOT_FOUND", "op_offer_not_found"),
                Map.entry("NO_TRUST_LINE", "op_no_trustline"),
                Map.entry("TRUST_NOT_REQUIRED", "op_not_required"),
                Map.entry("SEQNUM_TOO_FAR", "op_seq_num_too_far"),
                Map.entry("NAME_NOT_FOUND", "op_data_name_not_found"),
                Map.entry("INVALID_NAME", "op_data_invalid_name"),
                Map.entry("NOT_AUTH_MAINTAIN_LIABILITIES", "op_not_aut_maintain_liabilities"));

        @Override
        public void write(XdrWriter out) {
            out.int32(0).ordinal(type).int32(code).value(detail);
        }

        @Override
        public boolean succeeded() {
            return code == 0;
        }

        /** As the network's definition names it: {@code PAYMENT_UNDERFUNDED}. */
        public String name() {
            return type.name() + "_" + type.resultNames().get(-code);
        }

        /** As Horizon names it, with its own spellings: {@code op_underfunded}. */
        @Override
        public String horizonCode() {
            String name = type.resultNames().get(-code);
            return HORIZON_SPELLING.getOrDefault(name, "op_" + name.toLowerCase(Locale.ROOT));
        }
    }

    /** Why an operation was not tried; XDR numbers are -1, -2 and so on. */
    enum Reason {
        BAD_AUTH,
        NO_ACCOUNT,
        NOT_SUPPORTED,
        TOO_MANY_SUBENTRIES,
        EXCEEDED_WORK_LIMIT,
        TOO_MANY_SPONSORING
    }

    static OperationResult read(XdrReader in) {
        int code = in.int32();
        if (code == 0) {
            return readTried(in);
        }
        int index = -1 - code;
        if (index < 0 || index >= Reason.values().length) {
            throw in.unknown("OperationResult", code);
        }
        return new NotTried(Reason.values()[index]);
    }

    private static Tried readTried(XdrReader in) {
        OperationType type = OperationType.read(in);
        int code = in.int32();
        if (code > 0 || code <= -type.resultNames().size()) {
            throw in.unknown(type + " result", code);
        }
        return new Tried(type, code, OperationResultDetail.read(in, type, code));
    }

    boolean succeeded();

    /** The code in Horizon's spelling. */
    String horizonCode();
}
