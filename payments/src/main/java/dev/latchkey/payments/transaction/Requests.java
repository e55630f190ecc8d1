package dev.latchkey.payments.transaction;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.json.Json;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Turns the bodies of the two ways to pay into one act. A repetition is answered before anything else is looked at. */
final class Requests {
    private final Parties parties;
    private final CreateTransaction create;

    Requests(Parties parties, CreateTransaction create) {
        this.parties = parties;
        this.create = create;
    }

    StoredTransaction transaction(Origin origin, UUID projectId, CreateTransactionBody body) {
        AssetId asset = body.asset().toAssetId();
        UUID receiverId = body.receiverWalletId();
        Destination destination = body.destination();
        if ((receiverId == null) == (destination == null)) {
            throw ApiException.invalid("exactly one of receiverWalletId and destination is required");
        }
        Asked asked = new Asked(asset, body.amount(), body.memo(), body.metadata(), body.idempotencyKey());
        Fingerprint fingerprint = asked.fingerprint(
                "wallet:" + body.senderWalletId(), receiverId == null ? "to:" + destination : "wallet:" + receiverId);
        return create.replay(projectId, body.idempotencyKey(), fingerprint).orElseGet(() -> {
            WalletFacts sender = parties.sender(projectId, body.senderWalletId());
            return create.create(
                    origin,
                    receiverId != null
                            ? asked.between(sender, parties.receiver(projectId, receiverId), fingerprint)
                            : asked.to(sender, requireGiven(destination), fingerprint));
        });
    }

    StoredTransaction transfer(Origin origin, UUID projectId, TransferBody body) {
        AssetId asset = body.asset().toAssetId();
        WalletNetwork network = body.network() == null ? WalletNetwork.TESTNET : body.network();
        Party sender = Party.of("sender", body.senderUserId(), body.senderWalletId());
        Party receiver = Party.of("receiver", body.receiverUserId(), body.receiverWalletId());
        Asked asked = new Asked(asset, body.amount(), body.memo(), body.metadata(), body.idempotencyKey());
        Fingerprint fingerprint = asked.fingerprint(sender.text(network), receiver.text(network));
        return create.replay(projectId, body.idempotencyKey(), fingerprint)
                .orElseGet(() -> create.create(
                        origin,
                        asked.between(
                                resolve(projectId, sender, network, id -> parties.sender(projectId, id)),
                                resolve(projectId, receiver, network, id -> parties.receiver(projectId, id)),
                                fingerprint)));
    }

    private WalletFacts resolve(
            UUID projectId,
            Party party,
            WalletNetwork network,
            java.util.function.Function<UUID, WalletFacts> byWallet) {
        return switch (party) {
            case Party.User(UUID id) -> parties.ofUser(projectId, id, network);
            case Party.Wallet(UUID id) -> byWallet.apply(id);
        };
    }

    private static <T> T requireGiven(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("checked before");
        }
        return value;
    }

    /** One end of a transfer as it was named. */
    private sealed interface Party {
        record User(UUID id) implements Party {}

        record Wallet(UUID id) implements Party {}

        static Party of(String role, @Nullable UUID userId, @Nullable UUID walletId) {
            Supplier<ApiException> refusal = () ->
                    ApiException.invalid("exactly one of " + role + "UserId and " + role + "WalletId is required");
            if (userId != null && walletId != null) {
                throw refusal.get();
            }
            if (userId != null) {
                return new User(userId);
            }
            if (walletId != null) {
                return new Wallet(walletId);
            }
            throw refusal.get();
        }

        default String text(WalletNetwork network) {
            return switch (this) {
                case User(UUID id) -> "user:" + id + "@" + network;
                case Wallet(UUID id) -> "wallet:" + id;
            };
        }
    }

    /** What is asked besides the parties. */
    private final class Asked {
        private final AssetId asset;
        private final PaymentAmount amount;
        private final @Nullable MemoText memo;
        private final @Nullable ObjectNode metadata;
        private final @Nullable String key;

        private Asked(
                AssetId asset,
                PaymentAmount amount,
                @Nullable MemoText memo,
                @Nullable ObjectNode metadata,
                @Nullable String key) {
            this.asset = asset;
            this.amount = amount;
            this.memo = memo;
            this.metadata = metadata;
            this.key = key;
        }

        private Fingerprint fingerprint(String sender, String receiver) {
            return Fingerprint.of(Arrays.asList(
                    sender,
                    receiver,
                    asset,
                    amount.units(),
                    memo == null ? null : memo.text(),
                    metadata == null ? null : Json.write(metadata)));
        }

        private NewPayment between(WalletFacts sender, WalletFacts receiver, Fingerprint fingerprint) {
            return payment(sender, receiver, Destination.parse(receiver.publicKey()), fingerprint);
        }

        private NewPayment to(WalletFacts sender, Destination destination, Fingerprint fingerprint) {
            return payment(sender, parties.behind(sender, destination), destination, fingerprint);
        }

        private NewPayment payment(
                WalletFacts sender, @Nullable WalletFacts receiver, Destination destination, Fingerprint fingerprint) {
            return new NewPayment(
                    sender,
                    receiver,
                    destination,
                    asset,
                    amount.units(),
                    memo == null ? null : memo.text(),
                    metadata,
                    key,
                    fingerprint);
        }
    }
}
