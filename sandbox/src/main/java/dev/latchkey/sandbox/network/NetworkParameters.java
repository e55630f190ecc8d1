package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.ledger.Reserves;
import dev.latchkey.sandbox.transaction.NetworkId;

/** What never changes in the life of a network: fees and reserves in stroops, operations per ledger, genesis in Unix seconds. */
public record NetworkParameters(
        NetworkId id, int protocolVersion, int baseFee, int baseReserve, int operationsPerLedger, long genesisTime) {
    /** All lumens there are, in stroops: one hundred billion. */
    public static final long TOTAL_COINS = 1_000_000_000_000_000_000L;

    public Reserves reserves() {
        return new Reserves(baseReserve);
    }

    /** Whether a kept ledger of these parameters may go on under the others, whatever their genesis time. */
    public boolean isCompatibleWith(NetworkParameters other) {
        return id.equals(other.id)
                && protocolVersion == other.protocolVersion
                && baseFee == other.baseFee
                && baseReserve == other.baseReserve
                && operationsPerLedger == other.operationsPerLedger;
    }
}
