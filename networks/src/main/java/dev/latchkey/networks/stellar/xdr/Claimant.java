package dev.latchkey.networks.stellar.xdr;

/** Who may claim a balance and when. */
public record Claimant(AccountId destination, ClaimPredicate predicate) implements XdrValue {
    public static Claimant read(XdrReader in) {
        int type = in.int32();
        if (type != 0) {
            throw in.unknown("Claimant", type);
        }
        return new Claimant(AccountId.read(in), ClaimPredicate.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.int32(0).value(destination).value(predicate);
    }
}
