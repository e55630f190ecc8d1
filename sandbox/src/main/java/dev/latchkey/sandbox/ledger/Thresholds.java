package dev.latchkey.sandbox.ledger;

/** Weight of the master key and what low, medium and high operations need, each 0 to 255. */
public record Thresholds(int master, int low, int medium, int high) {
    public static final Thresholds INITIAL = new Thresholds(1, 0, 0, 0);

    public byte[] toBytes() {
        return new byte[] {(byte) master, (byte) low, (byte) medium, (byte) high};
    }
}
