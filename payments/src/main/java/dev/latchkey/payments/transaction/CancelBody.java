package dev.latchkey.payments.transaction;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /transactions/{id}/status}: the only move a person can make is to FAILED, before signing. */
record CancelBody(
        @Described("FAILED; every other move belongs to the server")
        TransactionStatus status,

        @Described("Why, at most 200 characters") @Length(min = 1, max = 200) @Nullable
        String statusReason) {}
