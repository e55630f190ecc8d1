package dev.latchkey.payments.limit;

import dev.latchkey.platform.json.Described;
import java.math.BigDecimal;

/** Body of {@code POST /wallets/{walletId}/limits}. */
record LimitBody(
        @Described("Most that may be spent of one asset on one UTC day; more than 0, at most 7 decimals")
        BigDecimal dailyLimit,

        @Described("Most that one payment may be; more than 0, at most 7 decimals")
        BigDecimal perTransactionLimit) {}
