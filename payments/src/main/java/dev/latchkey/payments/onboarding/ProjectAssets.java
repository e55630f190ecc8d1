package dev.latchkey.payments.onboarding;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.money.AssetId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The issued assets that every wallet of a project is opened for. */
@FunctionalInterface
public interface ProjectAssets {

    List<AssetId> assets(Handle sql, UUID projectId, WalletNetwork network);
}
