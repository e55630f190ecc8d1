package dev.latchkey.custody.support;

import dev.latchkey.custody.wallet.WalletOwners;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Stands for the room of users. */
public final class KnownOwners implements WalletOwners {

    private record Key(UUID projectId, UUID userId) {}

    private final Map<Key, Owner> owners = new ConcurrentHashMap<>();

    /** A new active user of the project. */
    public UUID active(UUID projectId) {
        UUID user = UUID.randomUUID();
        set(projectId, user, Owner.ACTIVE);
        return user;
    }

    public void set(UUID projectId, UUID userId, Owner owner) {
        owners.put(new Key(projectId, userId), owner);
    }

    @Override
    public Owner owner(UUID projectId, UUID userId) {
        return owners.getOrDefault(new Key(projectId, userId), Owner.UNKNOWN);
    }
}
