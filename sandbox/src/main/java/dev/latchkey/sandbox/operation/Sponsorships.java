package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountData;
import dev.latchkey.sandbox.ledger.AccountSigner;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.TrustLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sponsored reserves (CAP-33): who is sponsoring whom inside the running transaction, and the counting that goes with
 * every entry made or removed.
 */
public final class Sponsorships {
    /** Sub-entries an account may have (stellar-core ACCOUNT_SUBENTRY_LIMIT). */
    private static final int MAX_SUB_ENTRIES = 1000;

    private final Map<String, String> sponsorBySponsored = new HashMap<>();

    /** Why an entry could not be counted. */
    public enum Refusal {
        LOW_RESERVE,
        TOO_MANY_SUBENTRIES
    }

    /** Whether some sponsorship was begun and not ended. */
    public boolean isOpen() {
        return !sponsorBySponsored.isEmpty();
    }

    void begin(String sponsor, String sponsored) {
        sponsorBySponsored.put(sponsored, sponsor);
    }

    boolean end(String sponsored) {
        return sponsorBySponsored.remove(sponsored) != null;
    }

    /** Who pays the reserves of what {@code account} creates now. */
    public @Nullable String sponsorOf(String account) {
        return sponsorBySponsored.get(account);
    }

    boolean isSponsoring(String account) {
        return sponsorBySponsored.containsValue(account);
    }

    /** Counts and stores a new entry that belongs to {@code owner}. */
    Optional<Refusal> create(OperationContext context, Entry entry, String owner) {
        boolean subEntry = isSubEntry(entry);
        if (subEntry && context.existing(owner).subEntries() > MAX_SUB_ENTRIES - entry.reserves()) {
            return Optional.of(Refusal.TOO_MANY_SUBENTRIES);
        }
        String sponsor = sponsorOf(owner);
        if (sponsor == null && entry instanceof ClaimableBalance) {
            sponsor = owner;
        }
        if (!affordable(context, entry, owner, sponsor)) {
            return Optional.of(Refusal.LOW_RESERVE);
        }
        Entry counted = entry;
        if (sponsor != null) {
            counted = counted.withSponsor(sponsor);
            addSponsoring(context, sponsor, entry.reserves());
            if (counted instanceof Account account) {
                counted = account.withSponsored(entry.reserves());
            } else if (subEntry) {
                addSponsored(context, owner, entry.reserves());
            }
        }
        context.ledger().put(counted);
        if (subEntry) {
            addSubEntries(context, owner, entry.reserves());
        }
        if (sponsor != null) {
            SponsorshipEffects.created(context, counted, owner, sponsor);
        }
        return Optional.empty();
    }

    private static boolean affordable(OperationContext context, Entry entry, String owner, @Nullable String sponsor) {
        long reserve = context.reserves().of(entry.reserves());
        if (sponsor != null) {
            return context.reserves().available(context.existing(sponsor)) >= reserve;
        }
        if (entry instanceof Account account) {
            return account.balance() >= reserve;
        }
        return context.reserves().available(context.existing(owner)) >= reserve;
    }

    /** Removes an entry and gives its reserves back to whoever paid them. */
    void remove(OperationContext context, Entry entry, String owner) {
        String sponsor = entry.sponsor();
        boolean subEntry = isSubEntry(entry);
        if (sponsor != null) {
            addSponsoring(context, sponsor, -entry.reserves());
            if (subEntry) {
                addSponsored(context, owner, -entry.reserves());
            }
            SponsorshipEffects.removed(context, entry, owner, sponsor);
        }
        if (subEntry) {
            addSubEntries(context, owner, -entry.reserves());
        }
        context.ledger().remove(entry.key());
    }

    /** Adds a signer, a sub-entry that lives inside its account. */
    Optional<Refusal> addSigner(OperationContext context, String owner, String key, int weight) {
        Account account = context.existing(owner);
        if (account.subEntries() > MAX_SUB_ENTRIES - 1) {
            return Optional.of(Refusal.TOO_MANY_SUBENTRIES);
        }
        String sponsor = sponsorOf(owner);
        Account payer = sponsor == null ? account : context.existing(sponsor);
        if (context.reserves().available(payer) < context.reserves().of(1)) {
            return Optional.of(Refusal.LOW_RESERVE);
        }
        List<AccountSigner> signers = new ArrayList<>(account.signers());
        signers.add(new AccountSigner(key, weight, sponsor));
        signers.sort(Comparator.comparing(AccountSigner::key));
        context.ledger().put(account.withSigners(signers).withSubEntries(account.subEntries() + 1));
        if (sponsor != null) {
            addSponsoring(context, sponsor, 1);
            addSponsored(context, owner, 1);
            context.effect(owner, EffectType.SIGNER_SPONSORSHIP_CREATED, "signer", key, "sponsor", sponsor);
        }
        return Optional.empty();
    }

    /** Removes a signer and gives its reserve back to whoever paid it. */
    public static void removeSigner(OperationContext context, String owner, AccountSigner signer) {
        Account account = context.existing(owner);
        List<AccountSigner> signers = new ArrayList<>(account.signers());
        signers.removeIf(each -> each.key().equals(signer.key()));
        context.ledger().put(account.withSigners(signers).withSubEntries(account.subEntries() - 1));
        String sponsor = signer.sponsor();
        if (sponsor != null) {
            addSponsoring(context, sponsor, -1);
            addSponsored(context, owner, -1);
            context.effect(
                    owner, EffectType.SIGNER_SPONSORSHIP_REMOVED, "signer", signer.key(), "former_sponsor", sponsor);
        }
    }

    static void addSponsoring(OperationContext context, String id, int reserves) {
        Account account = context.existing(id);
        context.ledger().put(account.withSponsoring(account.sponsoring() + reserves));
    }

    static void addSponsored(OperationContext context, String id, int reserves) {
        Account account = context.existing(id);
        context.ledger().put(account.withSponsored(account.sponsored() + reserves));
    }

    private static void addSubEntries(OperationContext context, String id, int count) {
        Account account = context.existing(id);
        context.ledger().put(account.withSubEntries(account.subEntries() + count));
    }

    private static boolean isSubEntry(Entry entry) {
        return switch (entry) {
            case TrustLine line -> true;
            case AccountData data -> true;
            case Account account -> false;
            case ClaimableBalance balance -> false;
        };
    }
}
