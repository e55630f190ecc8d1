package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountData;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.TrustLine;
import java.util.LinkedHashMap;
import java.util.Map;

/** The effects by which Horizon tells that the payer of a reserve came, changed or went. */
final class SponsorshipEffects {
    private SponsorshipEffects() {}

    static void created(OperationContext context, Entry entry, String owner, String sponsor) {
        Map<String, Object> attributes = subject(entry);
        attributes.put("sponsor", sponsor);
        EffectType type =
                switch (entry) {
                    case Account account -> EffectType.ACCOUNT_SPONSORSHIP_CREATED;
                    case TrustLine line -> EffectType.TRUSTLINE_SPONSORSHIP_CREATED;
                    case AccountData data -> EffectType.DATA_SPONSORSHIP_CREATED;
                    case ClaimableBalance balance -> EffectType.CLAIMABLE_BALANCE_SPONSORSHIP_CREATED;
                };
        context.effect(owner, type, attributes);
    }

    static void updated(OperationContext context, Entry entry, String owner, String former, String sponsor) {
        Map<String, Object> attributes = subject(entry);
        attributes.put("former_sponsor", former);
        attributes.put("new_sponsor", sponsor);
        EffectType type =
                switch (entry) {
                    case Account account -> EffectType.ACCOUNT_SPONSORSHIP_UPDATED;
                    case TrustLine line -> EffectType.TRUSTLINE_SPONSORSHIP_UPDATED;
                    case AccountData data -> EffectType.DATA_SPONSORSHIP_UPDATED;
                    case ClaimableBalance balance -> EffectType.CLAIMABLE_BALANCE_SPONSORSHIP_UPDATED;
                };
        context.effect(owner, type, attributes);
    }

    static void removed(OperationContext context, Entry entry, String owner, String former) {
        Map<String, Object> attributes = subject(entry);
        attributes.put("former_sponsor", former);
        EffectType type =
                switch (entry) {
                    case Account account -> EffectType.ACCOUNT_SPONSORSHIP_REMOVED;
                    case TrustLine line -> EffectType.TRUSTLINE_SPONSORSHIP_REMOVED;
                    case AccountData data -> EffectType.DATA_SPONSORSHIP_REMOVED;
                    case ClaimableBalance balance -> EffectType.CLAIMABLE_BALANCE_SPONSORSHIP_REMOVED;
                };
        context.effect(owner, type, attributes);
    }

    private static Map<String, Object> subject(Entry entry) {
        Map<String, Object> subject = new LinkedHashMap<>();
        switch (entry) {
            case Account account -> {}
            case TrustLine line -> {
                subject.put("asset_type", line.asset().type());
                subject.put("asset", line.asset().canonical());
            }
            case AccountData data -> subject.put("data_name", data.name());
            case ClaimableBalance balance -> subject.put("balance_id", balance.id());
        }
        return subject;
    }
}
