package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountFlags;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.TrustLine;
import java.util.Map;
import java.util.Optional;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.ChangeTrustAsset;
import org.stellar.sdk.xdr.ChangeTrustOp;
import org.stellar.sdk.xdr.ChangeTrustResultCode;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.OperationType;

/** Change trust: opens, re-limits and closes trustlines. Pool shares are not supported. */
final class TrustOperations implements OperationFamily {
    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        ChangeTrustOp change = operation.body().getChangeTrustOp();
        AssetType type = change.getLine().getDiscriminant();
        if (type == AssetType.ASSET_TYPE_POOL_SHARE) {
            return Optional.of(OperationOutcome.refused(OperationResultCode.opNOT_SUPPORTED));
        }
        if (type == AssetType.ASSET_TYPE_NATIVE || change.getLimit().getInt64() < 0) {
            return Optional.of(failure(ChangeTrustResultCode.CHANGE_TRUST_MALFORMED));
        }
        AssetId asset = asset(change.getLine());
        if (!asset.isValid() || asset.issuer().equals(operation.source())) {
            return Optional.of(failure(ChangeTrustResultCode.CHANGE_TRUST_MALFORMED));
        }
        return Optional.empty();
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        ChangeTrustOp change = operation.body().getChangeTrustOp();
        AssetId asset = asset(change.getLine());
        long limit = change.getLimit().getInt64();
        TrustLine line = context.ledger().trustLine(operation.source(), asset);
        if (line == null) {
            return open(operation.source(), asset, limit, context);
        }
        if (limit < line.balance()) {
            return failure(ChangeTrustResultCode.CHANGE_TRUST_INVALID_LIMIT);
        }
        if (limit == 0) {
            context.effect(operation.source(), EffectType.TRUSTLINE_REMOVED, withLimit(asset, 0));
            context.sponsorships().remove(context, line, operation.source());
            return OperationOutcome.success(OperationType.CHANGE_TRUST);
        }
        if (context.ledger().account(asset.issuer()) == null) {
            return failure(ChangeTrustResultCode.CHANGE_TRUST_NO_ISSUER);
        }
        context.ledger().put(line.withLimit(limit));
        context.effect(operation.source(), EffectType.TRUSTLINE_UPDATED, withLimit(asset, limit));
        return OperationOutcome.success(OperationType.CHANGE_TRUST);
    }

    private static OperationOutcome open(String source, AssetId asset, long limit, OperationContext context) {
        if (limit == 0) {
            return failure(ChangeTrustResultCode.CHANGE_TRUST_INVALID_LIMIT);
        }
        Account issuer = context.ledger().account(asset.issuer());
        if (issuer == null) {
            return failure(ChangeTrustResultCode.CHANGE_TRUST_NO_ISSUER);
        }
        int flags = issuer.has(AccountFlags.AUTH_REQUIRED) ? 0 : TrustLine.AUTHORIZED;
        if (issuer.has(AccountFlags.AUTH_CLAWBACK_ENABLED)) {
            flags |= TrustLine.CLAWBACK_ENABLED;
        }
        context.effect(source, EffectType.TRUSTLINE_CREATED, withLimit(asset, limit));
        TrustLine line = new TrustLine(source, asset, 0, limit, flags, null, 0);
        Optional<Sponsorships.Refusal> refused = context.sponsorships().create(context, line, source);
        if (refused.isEmpty()) {
            return OperationOutcome.success(OperationType.CHANGE_TRUST);
        }
        return switch (refused.get()) {
            case LOW_RESERVE -> failure(ChangeTrustResultCode.CHANGE_TRUST_LOW_RESERVE);
            case TOO_MANY_SUBENTRIES -> OperationOutcome.refused(OperationResultCode.opTOO_MANY_SUBENTRIES);
        };
    }

    /** The asset of a change-trust line that is no pool share. */
    public static AssetId asset(ChangeTrustAsset line) {
        return line.getDiscriminant() == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4
                ? AssetId.of(line.getAlphaNum4())
                : AssetId.of(line.getAlphaNum12());
    }

    private static Map<String, Object> withLimit(AssetId asset, long limit) {
        Map<String, Object> attributes = Amounts.asset(asset);
        attributes.put("limit", Amounts.text(limit));
        return attributes;
    }

    private static OperationOutcome failure(ChangeTrustResultCode code) {
        return OperationOutcome.failure(OperationType.CHANGE_TRUST, code.getValue(), code.name());
    }
}
