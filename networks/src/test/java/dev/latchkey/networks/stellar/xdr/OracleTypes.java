package dev.latchkey.networks.stellar.xdr;

import java.util.Map;

/** The types that both sides of the differential test read, by the oracle's names. */
final class OracleTypes {
    static final Map<String, XdrReader.Decoder<? extends XdrValue>> DECODERS = Map.ofEntries(
            Map.entry("TransactionEnvelope", TransactionEnvelope::read),
            Map.entry("TransactionSignaturePayload", OracleTypes::readSignaturePayload),
            Map.entry("Operation", Operation::read),
            Map.entry("TransactionResult", TransactionResult::read),
            Map.entry("OperationResult", OperationResult::read),
            Map.entry("LedgerKey", LedgerKey::read),
            Map.entry("LedgerEntry", LedgerEntry::read),
            Map.entry("AccountEntryExtensionV1", AccountEntry.Liable::read),
            Map.entry("ScVal", ScVal::read),
            Map.entry("SorobanAuthorizationEntry", SorobanAuthorizationEntry::read),
            Map.entry("SorobanTransactionData", SorobanTransactionData::read),
            Map.entry("HashIdPreimage", HashIdPreimage::read),
            Map.entry("ContractEvent", ContractEvent::read),
            Map.entry("DiagnosticEvent", DiagnosticEvent::read),
            Map.entry("Preconditions", Preconditions::read),
            Map.entry("Memo", Memo::read),
            Map.entry("Asset", Asset::read),
            Map.entry("TrustLineAsset", TrustLineAsset::read),
            Map.entry("ChangeTrustAsset", ChangeTrustAsset::read),
            Map.entry("ScAddress", ScAddress::read),
            Map.entry("MuxedAccount", MuxedAccount::read),
            Map.entry("SignerKey", SignerKey::read),
            Map.entry("ClaimPredicate", ClaimPredicate::read),
            Map.entry("ClaimAtom", ClaimAtom::read),
            Map.entry("ClaimableBalanceId", ClaimableBalanceId::read),
            Map.entry("AssetCode", AssetCode::read));

    private OracleTypes() {}

    static XdrValue decode(String type, String base64) {
        return XdrReader.decodeBase64(base64, decoder(type));
    }

    static XdrReader.Decoder<? extends XdrValue> decoder(String type) {
        XdrReader.Decoder<? extends XdrValue> decoder = DECODERS.get(type);
        if (decoder == null) {
            throw new IllegalArgumentException("No type " + type);
        }
        return decoder;
    }

    /** What is hashed for a signature; only tests take it apart again. */
    record SignaturePayload(Hash networkId, SignableTransaction transaction) implements XdrValue {
        @Override
        public void write(XdrWriter out) {
            out.value(networkId).int32(transaction.envelopeType()).value(transaction);
        }
    }

    private static SignaturePayload readSignaturePayload(XdrReader in) {
        Hash networkId = Hash.read(in);
        int type = in.int32();
        return new SignaturePayload(
                networkId,
                switch (type) {
                    case TransactionEnvelope.TX -> Transaction.read(in);
                    case TransactionEnvelope.FEE_BUMP -> FeeBumpTransaction.read(in);
                    default -> throw in.unknown("TransactionSignaturePayload", type);
                });
    }
}
