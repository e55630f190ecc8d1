package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.AccountFlags;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.ledger.Xdr;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.AllowTrustOp;
import org.stellar.sdk.xdr.AllowTrustResultCode;
import org.stellar.sdk.xdr.AssetCode;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SetTrustLineFlagsOp;
import org.stellar.sdk.xdr.SetTrustLineFlagsResultCode;
import org.stellar.sdk.xdr.Uint32;

/** What an issuer decides about trustlines: allow trust and its successor, set trustline flags. */
final class TrustFlagOperations implements OperationFamily {
    @Override
    public ThresholdLevel threshold(OperationFrame operation) {
        return ThresholdLevel.LOW;
    }

    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        if (operation.type() == OperationType.ALLOW_TRUST) {
            AllowTrustOp allow = operation.body().getAllowTrustOp();
            boolean malformed = allowed(allow, operation.source()) == null
                    || Xdr.unsigned(allow.getAuthorize()) > TrustLine.AUTHORIZED_TO_MAINTAIN_LIABILITIES
                    || Xdr.address(allow.getTrustor()).equals(operation.source());
            return malformed ? Optional.of(failure(AllowTrustResultCode.ALLOW_TRUST_MALFORMED)) : Optional.empty();
        }
        return isMalformed(operation.body().getSetTrustLineFlagsOp(), operation.source())
                ? Optional.of(failure(SetTrustLineFlagsResultCode.SET_TRUST_LINE_FLAGS_MALFORMED))
                : Optional.empty();
    }

    private static boolean isMalformed(SetTrustLineFlagsOp op, String source) {
        AssetId asset = AssetId.of(op.getAsset());
        long set = orZero(op.getSetFlags());
        long clear = orZero(op.getClearFlags());
        return asset.isNative()
                || !asset.isValid()
                || !asset.issuer().equals(source)
                || Xdr.address(op.getTrustor()).equals(source)
                || (set & clear) != 0
                || (set & ~TrustLine.AUTHORIZATION_MASK) != 0
                || set == TrustLine.AUTHORIZATION_MASK
                || (clear & ~TrustLine.MASK) != 0;
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        return operation.type() == OperationType.ALLOW_TRUST ? allow(operation, context) : setFlags(operation, context);
    }

    private static OperationOutcome allow(OperationFrame operation, OperationContext context) {
        AllowTrustOp allow = operation.body().getAllowTrustOp();
        int authorize = (int) Xdr.unsigned(allow.getAuthorize());
        AssetId asset = allowed(allow, operation.source());
        boolean revocable = context.existing(operation.source()).has(AccountFlags.AUTH_REVOCABLE);
        if (authorize == 0 && !revocable) {
            return failure(AllowTrustResultCode.ALLOW_TRUST_CANT_REVOKE);
        }
        TrustLine line = asset == null ? null : context.ledger().trustLine(Xdr.address(allow.getTrustor()), asset);
        if (line == null) {
            return failure(AllowTrustResultCode.ALLOW_TRUST_NO_TRUST_LINE);
        }
        if (line.isAuthorized() && authorize == TrustLine.AUTHORIZED_TO_MAINTAIN_LIABILITIES && !revocable) {
            return failure(AllowTrustResultCode.ALLOW_TRUST_CANT_REVOKE);
        }
        change(context, line, (line.flags() & ~TrustLine.AUTHORIZATION_MASK) | authorize);
        return OperationOutcome.success(OperationType.ALLOW_TRUST);
    }

    private static OperationOutcome setFlags(OperationFrame operation, OperationContext context) {
        SetTrustLineFlagsOp op = operation.body().getSetTrustLineFlagsOp();
        TrustLine line = context.ledger().trustLine(Xdr.address(op.getTrustor()), AssetId.of(op.getAsset()));
        if (line == null) {
            return failure(SetTrustLineFlagsResultCode.SET_TRUST_LINE_FLAGS_NO_TRUST_LINE);
        }
        int flags = (int) ((line.flags() & ~orZero(op.getClearFlags())) | orZero(op.getSetFlags()));
        if ((flags & TrustLine.AUTHORIZATION_MASK) == TrustLine.AUTHORIZATION_MASK) {
            return failure(SetTrustLineFlagsResultCode.SET_TRUST_LINE_FLAGS_INVALID_STATE);
        }
        if (isRevoking(line.flags(), flags)
                && !context.existing(operation.source()).has(AccountFlags.AUTH_REVOCABLE)) {
            return failure(SetTrustLineFlagsResultCode.SET_TRUST_LINE_FLAGS_CANT_REVOKE);
        }
        change(context, line, flags);
        return OperationOutcome.success(OperationType.SET_TRUST_LINE_FLAGS);
    }

    private static boolean isRevoking(int before, int after) {
        boolean wasAuthorized = (before & TrustLine.AUTHORIZED) != 0;
        boolean isAuthorized = (after & TrustLine.AUTHORIZED) != 0;
        boolean wasKnown = (before & TrustLine.AUTHORIZATION_MASK) != 0;
        boolean isKnown = (after & TrustLine.AUTHORIZATION_MASK) != 0;
        return (wasAuthorized && !isAuthorized) || (wasKnown && !isKnown);
    }

    private static void change(OperationContext context, TrustLine line, int flags) {
        TrustLine changed = line.withFlags(flags);
        context.ledger().put(changed);
        Map<String, Object> attributes = Amounts.asset(line.asset());
        attributes.put("trustor", line.account());
        putChanged(attributes, "authorized_flag", line.flags(), flags, TrustLine.AUTHORIZED);
        putChanged(
                attributes,
                "authorized_to_maintain_liabilities",
                line.flags(),
                flags,
                TrustLine.AUTHORIZED_TO_MAINTAIN_LIABILITIES);
        putChanged(attributes, "clawback_enabled_flag", line.flags(), flags, TrustLine.CLAWBACK_ENABLED);
        context.effect(line.asset().issuer(), EffectType.TRUSTLINE_FLAGS_UPDATED, attributes);
    }

    private static void putChanged(Map<String, Object> attributes, String name, int before, int after, int flag) {
        if ((before & flag) != (after & flag)) {
            attributes.put(name, (after & flag) != 0);
        }
    }

    /** The asset of an allow-trust operation; null when its code is not valid. */
    static @Nullable AssetId allowed(AllowTrustOp allow, String issuer) {
        AssetCode code = allow.getAsset();
        if (code.getDiscriminant() == AssetType.ASSET_TYPE_CREDIT_ALPHANUM4) {
            AssetId asset = new AssetId(AssetId.code(code.getAssetCode4().getAssetCode4()), issuer);
            return asset.isValid() ? asset : null;
        }
        if (code.getDiscriminant() == AssetType.ASSET_TYPE_CREDIT_ALPHANUM12) {
            AssetId asset = new AssetId(AssetId.code(code.getAssetCode12().getAssetCode12()), issuer);
            return asset.isValid() ? asset : null;
        }
        return null;
    }

    private static long orZero(@Nullable Uint32 value) {
        return value == null ? 0 : Xdr.unsigned(value);
    }

    private static OperationOutcome failure(AllowTrustResultCode code) {
        return OperationOutcome.failure(OperationType.ALLOW_TRUST, code.getValue(), code.name());
    }

    private static OperationOutcome failure(SetTrustLineFlagsResultCode code) {
        return OperationOutcome.failure(OperationType.SET_TRUST_LINE_FLAGS, code.getValue(), code.name());
    }
}
