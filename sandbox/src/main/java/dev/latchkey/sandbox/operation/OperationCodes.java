package dev.latchkey.sandbox.operation;

import java.util.Locale;
import java.util.Map;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.OperationType;

/** Horizon's words for operation results: mostly the XDR name without its prefix, with a few words of its own. */
final class OperationCodes {
    static final String SUCCESS = "op_success";
    private static final Map<String, String> OWN_WORDS = Map.of(
            "CREATE_ACCOUNT_ALREADY_EXIST", "op_already_exists",
            "ACCOUNT_MERGE_SEQNUM_TOO_FAR", "op_seq_num_too_far",
            "MANAGE_DATA_NAME_NOT_FOUND", "op_data_name_not_found",
            "MANAGE_DATA_INVALID_NAME", "op_data_invalid_name",
            "ALLOW_TRUST_NO_TRUST_LINE", "op_no_trust",
            "ALLOW_TRUST_TRUST_NOT_REQUIRED", "op_not_required",
            "SET_TRUST_LINE_FLAGS_NO_TRUST_LINE", "op_no_trust",
            "CLAWBACK_CLAIMABLE_BALANCE_NOT_ISSUER", "op_no_issuer");
    private static final Map<OperationResultCode, String> OUTER = Map.of(
            OperationResultCode.opINNER, "op_inner",
            OperationResultCode.opBAD_AUTH, "op_bad_auth",
            OperationResultCode.opNO_ACCOUNT, "op_no_source_account",
            OperationResultCode.opNOT_SUPPORTED, "op_not_supported",
            OperationResultCode.opTOO_MANY_SUBENTRIES, "op_too_many_subentries",
            OperationResultCode.opEXCEEDED_WORK_LIMIT, "op_exceeded_work_limit",
            OperationResultCode.opTOO_MANY_SPONSORING, "op_too_many_sponsoring");

    private OperationCodes() {}

    static String of(OperationType type, String name) {
        String own = OWN_WORDS.get(name);
        if (own != null) {
            return own;
        }
        String prefix = type.name() + "_";
        String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return "op_" + rest.toLowerCase(Locale.ROOT);
    }

    static String of(OperationResultCode code) {
        return OUTER.getOrDefault(code, "op_unknown");
    }
}
