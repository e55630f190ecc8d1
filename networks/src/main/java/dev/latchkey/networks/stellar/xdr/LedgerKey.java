package dev.latchkey.networks.stellar.xdr;

/** The key of an entry in the ledger. */
public sealed interface LedgerKey extends XdrValue {
    /** An account. */
    record Account(AccountId account) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(0).value(account);
        }
    }

    /** An account's trustline. */
    record TrustLine(AccountId account, TrustLineAsset asset) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(1).value(account).value(asset);
        }
    }

    /** An offer. */
    record Offer(AccountId seller, long offerId) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(2).value(seller).int64(offerId);
        }
    }

    /** An account's data entry; name of at most 64 bytes. */
    record Data(AccountId account, Bytes name) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(3).value(account).opaque(name, 64);
        }
    }

    /** A claimable balance. */
    record ClaimableBalance(ClaimableBalanceId balance) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(4).value(balance);
        }
    }

    /** A liquidity pool. */
    record LiquidityPool(PoolId pool) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(5).value(pool);
        }
    }

    /** A value that a contract stores. */
    record ContractData(ScAddress contract, ScVal key, Durability durability) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(6).value(contract).value(key).ordinal(durability);
        }
    }

    /** Contract code, by its hash. */
    record ContractCode(Hash hash) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(7).value(hash);
        }
    }

    /** A setting of the network: 0 to {@value #LAST_CONFIG_SETTING} at protocol 27. */
    record ConfigSetting(int id) implements LedgerKey {
        public ConfigSetting {
            if (id < 0 || id > LAST_CONFIG_SETTING) {
                throw new XdrException("unknown ConfigSettingID: " + id);
            }
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(8).int32(id);
        }
    }

    /** How long the entry with the key of this hash lives. */
    record Ttl(Hash keyHash) implements LedgerKey {
        @Override
        public void write(XdrWriter out) {
            out.int32(9).value(keyHash);
        }
    }

    int LAST_CONFIG_SETTING = 20;

    /** Whether an expired entry is gone or archived. */
    enum Durability {
        TEMPORARY,
        PERSISTENT
    }

    static LedgerKey read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case 0 -> new Account(AccountId.read(in));
            case 1 -> new TrustLine(AccountId.read(in), TrustLineAsset.read(in));
            case 2 -> new Offer(AccountId.read(in), in.int64());
            case 3 -> new Data(AccountId.read(in), in.opaque(64));
            case 4 -> new ClaimableBalance(ClaimableBalanceId.read(in));
            case 5 -> new LiquidityPool(PoolId.read(in));
            case 6 -> new ContractData(ScAddress.read(in), ScVal.read(in), in.ordinal(Durability.values()));
            case 7 -> new ContractCode(Hash.read(in));
            case 8 -> new ConfigSetting(in.int32());
            case 9 -> new Ttl(Hash.read(in));
            default -> throw in.unknown("LedgerKey", type);
        };
    }
}
