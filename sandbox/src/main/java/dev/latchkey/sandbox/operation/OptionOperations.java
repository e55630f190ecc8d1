package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountFlags;
import dev.latchkey.sandbox.ledger.AccountSigner;
import dev.latchkey.sandbox.ledger.SignerKeys;
import dev.latchkey.sandbox.ledger.Thresholds;
import dev.latchkey.sandbox.ledger.Xdr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SetOptionsOp;
import org.stellar.sdk.xdr.SetOptionsResultCode;
import org.stellar.sdk.xdr.Signer;
import org.stellar.sdk.xdr.SignerKeyType;
import org.stellar.sdk.xdr.Uint32;

/** Set options: flags, thresholds, home domain, inflation destination, signers. */
final class OptionOperations implements OperationFamily {
    private static final int MAX_SIGNERS = 20;
    private static final int AUTH_MASK = AccountFlags.AUTH_REQUIRED
            | AccountFlags.AUTH_REVOCABLE
            | AccountFlags.AUTH_IMMUTABLE
            | AccountFlags.AUTH_CLAWBACK_ENABLED;

    @Override
    public ThresholdLevel threshold(OperationFrame operation) {
        SetOptionsOp options = operation.body().getSetOptionsOp();
        boolean high = options.getMasterWeight() != null
                || options.getLowThreshold() != null
                || options.getMedThreshold() != null
                || options.getHighThreshold() != null
                || options.getSigner() != null;
        return high ? ThresholdLevel.HIGH : ThresholdLevel.MEDIUM;
    }

    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        SetOptionsOp options = operation.body().getSetOptionsOp();
        long set = orZero(options.getSetFlags());
        long clear = orZero(options.getClearFlags());
        if ((set & ~AccountFlags.MASK) != 0 || (clear & ~AccountFlags.MASK) != 0) {
            return Optional.of(failure(SetOptionsResultCode.SET_OPTIONS_UNKNOWN_FLAG));
        }
        if ((set & clear) != 0) {
            return Optional.of(failure(SetOptionsResultCode.SET_OPTIONS_BAD_FLAGS));
        }
        if (orZero(options.getMasterWeight()) > 255
                || orZero(options.getLowThreshold()) > 255
                || orZero(options.getMedThreshold()) > 255
                || orZero(options.getHighThreshold()) > 255) {
            return Optional.of(failure(SetOptionsResultCode.SET_OPTIONS_THRESHOLD_OUT_OF_RANGE));
        }
        if (options.getSigner() != null && isBad(options.getSigner(), operation.source())) {
            return Optional.of(failure(SetOptionsResultCode.SET_OPTIONS_BAD_SIGNER));
        }
        if (options.getHomeDomain() != null
                && !isPrintable(options.getHomeDomain().getString32().getBytes())) {
            return Optional.of(failure(SetOptionsResultCode.SET_OPTIONS_INVALID_HOME_DOMAIN));
        }
        return Optional.empty();
    }

    private static boolean isBad(Signer signer, String source) {
        boolean emptyPayload = signer.getKey().getDiscriminant() == SignerKeyType.SIGNER_KEY_TYPE_ED25519_SIGNED_PAYLOAD
                && signer.getKey().getEd25519SignedPayload().getPayload().length == 0;
        return emptyPayload
                || Xdr.unsigned(signer.getWeight()) > 255
                || SignerKeys.toStrKey(signer.getKey()).equals(source);
    }

    private static boolean isPrintable(byte[] text) {
        for (byte each : text) {
            if (each < 0x20 || each == 0x7f) {
                return false;
            }
        }
        return text.length <= 32;
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        SetOptionsOp options = operation.body().getSetOptionsOp();
        Account account = context.existing(operation.source());
        String inflation = account.inflationDestination();
        if (options.getInflationDest() != null) {
            inflation = Xdr.address(options.getInflationDest());
            if (!inflation.equals(account.id()) && context.ledger().account(inflation) == null) {
                return failure(SetOptionsResultCode.SET_OPTIONS_INVALID_INFLATION);
            }
        }
        long set = orZero(options.getSetFlags());
        long clear = orZero(options.getClearFlags());
        if (((set | clear) & AUTH_MASK) != 0 && account.has(AccountFlags.AUTH_IMMUTABLE)) {
            return failure(SetOptionsResultCode.SET_OPTIONS_CANT_CHANGE);
        }
        int flags = (int) ((account.flags() & ~clear) | set);
        if ((flags & AccountFlags.AUTH_CLAWBACK_ENABLED) != 0 && (flags & AccountFlags.AUTH_REVOCABLE) == 0) {
            return failure(SetOptionsResultCode.SET_OPTIONS_AUTH_REVOCABLE_REQUIRED);
        }
        Thresholds thresholds = thresholds(account.thresholds(), options);
        String domain = options.getHomeDomain() == null
                ? account.homeDomain()
                : new String(options.getHomeDomain().getString32().getBytes(), StandardCharsets.UTF_8);
        Account updated = account.withSettings(flags, thresholds, domain, inflation);
        context.ledger().put(updated);
        addEffects(context, options, account, updated);
        return options.getSigner() == null
                ? OperationOutcome.success(OperationType.SET_OPTIONS)
                : changeSigner(context, operation.source(), options.getSigner());
    }

    private static Thresholds thresholds(Thresholds old, SetOptionsOp options) {
        return new Thresholds(
                orElse(options.getMasterWeight(), old.master()),
                orElse(options.getLowThreshold(), old.low()),
                orElse(options.getMedThreshold(), old.medium()),
                orElse(options.getHighThreshold(), old.high()));
    }

    private static OperationOutcome changeSigner(OperationContext context, String owner, Signer signer) {
        String key = SignerKeys.toStrKey(signer.getKey());
        int weight = (int) Xdr.unsigned(signer.getWeight());
        Account account = context.existing(owner);
        Optional<AccountSigner> existing = account.signer(key);
        if (weight == 0) {
            existing.ifPresent(old -> {
                Sponsorships.removeSigner(context, owner, old);
                context.effect(owner, EffectType.SIGNER_REMOVED, "weight", 0, "public_key", key, "key", "");
            });
            return OperationOutcome.success(OperationType.SET_OPTIONS);
        }
        if (existing.isPresent()) {
            List<AccountSigner> signers = new ArrayList<>(account.signers());
            signers.replaceAll(each -> each.key().equals(key) ? new AccountSigner(key, weight, each.sponsor()) : each);
            context.ledger().put(account.withSigners(signers));
            context.effect(owner, EffectType.SIGNER_UPDATED, "weight", weight, "public_key", key, "key", "");
            return OperationOutcome.success(OperationType.SET_OPTIONS);
        }
        if (account.signers().size() >= MAX_SIGNERS) {
            return failure(SetOptionsResultCode.SET_OPTIONS_TOO_MANY_SIGNERS);
        }
        context.effect(owner, EffectType.SIGNER_CREATED, "weight", weight, "public_key", key, "key", "");
        Optional<Sponsorships.Refusal> refused = context.sponsorships().addSigner(context, owner, key, weight);
        if (refused.isEmpty()) {
            return OperationOutcome.success(OperationType.SET_OPTIONS);
        }
        return switch (refused.get()) {
            case LOW_RESERVE -> failure(SetOptionsResultCode.SET_OPTIONS_LOW_RESERVE);
            case TOO_MANY_SUBENTRIES -> OperationOutcome.refused(OperationResultCode.opTOO_MANY_SUBENTRIES);
        };
    }

    private static void addEffects(OperationContext context, SetOptionsOp options, Account before, Account after) {
        if (options.getHomeDomain() != null) {
            context.effect(after.id(), EffectType.ACCOUNT_HOME_DOMAIN_UPDATED, "home_domain", after.homeDomain());
        }
        if (options.getLowThreshold() != null
                || options.getMedThreshold() != null
                || options.getHighThreshold() != null) {
            context.effect(
                    after.id(),
                    EffectType.ACCOUNT_THRESHOLDS_UPDATED,
                    "low_threshold",
                    after.thresholds().low(),
                    "med_threshold",
                    after.thresholds().medium(),
                    "high_threshold",
                    after.thresholds().high());
        }
        if (options.getMasterWeight() != null) {
            EffectType type = after.thresholds().master() == 0 ? EffectType.SIGNER_REMOVED : EffectType.SIGNER_UPDATED;
            context.effect(
                    after.id(), type, "weight", after.thresholds().master(), "public_key", after.id(), "key", "");
        }
        if (before.flags() != after.flags()) {
            Map<String, Object> flags = new LinkedHashMap<>();
            putChanged(flags, "auth_required_flag", before, after, AccountFlags.AUTH_REQUIRED);
            putChanged(flags, "auth_revocable_flag", before, after, AccountFlags.AUTH_REVOCABLE);
            putChanged(flags, "auth_immutable_flag", before, after, AccountFlags.AUTH_IMMUTABLE);
            putChanged(flags, "auth_clawback_enabled_flag", before, after, AccountFlags.AUTH_CLAWBACK_ENABLED);
            context.effect(after.id(), EffectType.ACCOUNT_FLAGS_UPDATED, flags);
        }
        if (options.getInflationDest() != null) {
            context.effect(after.id(), EffectType.ACCOUNT_INFLATION_DESTINATION_UPDATED);
        }
    }

    private static void putChanged(Map<String, Object> flags, String name, Account before, Account after, int flag) {
        if (before.has(flag) != after.has(flag)) {
            flags.put(name, after.has(flag));
        }
    }

    private static long orZero(@Nullable Uint32 value) {
        return value == null ? 0 : Xdr.unsigned(value);
    }

    private static int orElse(@Nullable Uint32 value, int other) {
        return value == null ? other : (int) Xdr.unsigned(value);
    }

    private static OperationOutcome failure(SetOptionsResultCode code) {
        return OperationOutcome.failure(OperationType.SET_OPTIONS, code.getValue(), code.name());
    }
}
