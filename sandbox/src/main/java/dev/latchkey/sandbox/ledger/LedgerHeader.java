package dev.latchkey.sandbox.ledger;

import java.util.HexFormat;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.StellarValue;
import org.stellar.sdk.xdr.StellarValueType;
import org.stellar.sdk.xdr.TimePoint;
import org.stellar.sdk.xdr.UpgradeType;

/** A closed ledger; hashes in hex. {@code closeTime} in Unix seconds; {@code feePool} and {@code totalCoins} in stroops. */
public record LedgerHeader(
        int sequence,
        int protocolVersion,
        String previousHash,
        String transactionSetHash,
        String resultHash,
        String stateHash,
        long closeTime,
        long totalCoins,
        long feePool,
        int baseFee,
        int baseReserve,
        int maxTransactionSetSize,
        int successful,
        int failed,
        int operations,
        int attemptedOperations) {

    /** The ledger's own hash, which the next header names. */
    public String hash() {
        return HexFormat.of().formatHex(Xdr.sha256(Xdr.bytes(toXdr()::toXdrByteArray)));
    }

    /** The header as stellar-core would write it; the state hash stands where the bucket list's would. */
    public org.stellar.sdk.xdr.LedgerHeader toXdr() {
        org.stellar.sdk.xdr.LedgerHeader header = new org.stellar.sdk.xdr.LedgerHeader();
        header.setLedgerVersion(Xdr.uint32(protocolVersion));
        header.setPreviousLedgerHash(hash(previousHash));
        header.setScpValue(value());
        header.setTxSetResultHash(hash(resultHash));
        header.setBucketListHash(hash(stateHash));
        header.setLedgerSeq(Xdr.uint32(sequence));
        header.setTotalCoins(Xdr.int64(totalCoins));
        header.setFeePool(Xdr.int64(feePool));
        header.setInflationSeq(Xdr.uint32(0));
        header.setIdPool(Xdr.uint64(0));
        header.setBaseFee(Xdr.uint32(baseFee));
        header.setBaseReserve(Xdr.uint32(baseReserve));
        header.setMaxTxSetSize(Xdr.uint32(maxTransactionSetSize));
        Hash none = Xdr.hash(new byte[32]);
        header.setSkipList(new Hash[] {none, none, none, none});
        var extension = new org.stellar.sdk.xdr.LedgerHeader.LedgerHeaderExt();
        extension.setDiscriminant(0);
        header.setExt(extension);
        return header;
    }

    private static Hash hash(String hex) {
        return Xdr.hash(HexFormat.of().parseHex(hex));
    }

    private StellarValue value() {
        StellarValue value = new StellarValue();
        value.setTxSetHash(hash(transactionSetHash));
        value.setCloseTime(new TimePoint(Xdr.uint64(closeTime)));
        value.setUpgrades(new UpgradeType[0]);
        StellarValue.StellarValueExt extension = new StellarValue.StellarValueExt();
        extension.setDiscriminant(StellarValueType.STELLAR_VALUE_BASIC);
        value.setExt(extension);
        return value;
    }
}
