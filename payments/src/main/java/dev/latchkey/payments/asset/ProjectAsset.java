package dev.latchkey.payments.asset;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.time.Instant;
import java.util.UUID;

/** An asset that a project's wallets hold, as the API shows it. */
public record ProjectAsset(
        UUID id, UUID projectId, WalletNetwork network, String code, String issuer, Instant createdAt) {}
