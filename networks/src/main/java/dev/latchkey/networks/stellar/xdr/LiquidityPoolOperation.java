package dev.latchkey.networks.stellar.xdr;

/** Operations on liquidity pools (CAP-38). */
public sealed interface LiquidityPoolOperation extends OperationBody {
    /** Gives both assets for pool shares. */
    record Deposit(PoolId pool, long maxAmountA, long maxAmountB, Price minPrice, Price maxPrice)
            implements LiquidityPoolOperation {
        static Deposit read(XdrReader in) {
            return new Deposit(PoolId.read(in), in.int64(), in.int64(), Price.read(in), Price.read(in));
        }

        @Override
        public void write(XdrWriter out) {
            out.value(pool).int64(maxAmountA).int64(maxAmountB).value(minPrice).value(maxPrice);
        }

        @Override
        public OperationType type() {
            return OperationType.LIQUIDITY_POOL_DEPOSIT;
        }
    }

    /** Gives pool shares for both assets. */
    record Withdraw(PoolId pool, long amount, long minAmountA, long minAmountB) implements LiquidityPoolOperation {
        static Withdraw read(XdrReader in) {
            return new Withdraw(PoolId.read(in), in.int64(), in.int64(), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(pool).int64(amount).int64(minAmountA).int64(minAmountB);
        }

        @Override
        public OperationType type() {
            return OperationType.LIQUIDITY_POOL_WITHDRAW;
        }
    }
}
