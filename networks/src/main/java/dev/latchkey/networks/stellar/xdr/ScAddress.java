package dev.latchkey.networks.stellar.xdr;

import org.jspecify.annotations.Nullable;

/** Who or what a contract deals with. Text forms are the strkeys of each kind. */
public sealed interface ScAddress extends XdrValue {
    /** A classic account. */
    record Account(AccountId id) implements ScAddress {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).value(id);
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** A contract. */
    record Contract(ContractId id) implements ScAddress {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(id);
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** A virtual account, as destination of transfers only (CAP-67). */
    record Muxed(MuxedAccount account) implements ScAddress {
        public Muxed {
            if (account.id() == null) {
                throw new XdrException("a muxed address has an id");
            }
        }

        @Override
        public void write(XdrWriter out) {
            Long id = account.id();
            out.int32(2).int64(id == null ? 0 : id).value(account.account().key());
        }

        @Override
        public String toString() {
            return account.toString();
        }
    }

    /** A claimable balance, in events only (CAP-67). */
    record ClaimableBalance(ClaimableBalanceId id) implements ScAddress {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).value(id);
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** A liquidity pool, in events only (CAP-67). */
    record Pool(PoolId id) implements ScAddress {
        @Override
        public void write(XdrWriter out) {
            out.int32(4).value(id);
        }

        @Override
        public String toString() {
            return id.toString();
        }
    }

    static ScAddress of(AccountId account) {
        return new Account(account);
    }

    static ScAddress of(ContractId contract) {
        return new Contract(contract);
    }

    /**
     * The address that a {@code G…}, {@code C…}, {@code M…}, {@code B…} or {@code L…} strkey names.
     *
     * @throws dev.latchkey.networks.stellar.strkey.InvalidStrKeyException if the text is none of these
     */
    static ScAddress parse(String text) {
        return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
            case 'C' -> new Contract(ContractId.parse(text));
            case 'M' -> new Muxed(MuxedAccount.parse(text));
            case 'B' -> new ClaimableBalance(ClaimableBalanceId.parse(text));
            case 'L' -> new Pool(PoolId.parse(text));
            default -> new Account(AccountId.parse(text));
        };
    }

    static ScAddress read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new Account(AccountId.read(in));
            case 1 -> new Contract(ContractId.read(in));
            case 2 -> new Muxed(MuxedAccount.readMuxed(in));
            case 3 -> new ClaimableBalance(ClaimableBalanceId.read(in));
            case 4 -> new Pool(PoolId.read(in));
            default -> throw in.unknown("SCAddress", type);
        };
    }

    /** The account behind this address, or null if it is no account. */
    default @Nullable AccountId accountId() {
        return switch (this) {
            case Account(AccountId id) -> id;
            case Muxed(MuxedAccount muxed) -> muxed.account();
            case Contract c -> null;
            case ClaimableBalance b -> null;
            case Pool p -> null;
        };
    }
}
