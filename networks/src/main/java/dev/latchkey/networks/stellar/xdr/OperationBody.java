package dev.latchkey.networks.stellar.xdr;

/**
 * What an operation does. Each kind is a record in one of the permitted families; {@code write} gives the fields
 * without the discriminant, like the structs of the network's definition.
 */
public sealed interface OperationBody extends XdrValue
        permits AccountOperation,
                PaymentOperation,
                OfferOperation,
                TrustOperation,
                ClaimableBalanceOperation,
                SponsorshipOperation,
                LiquidityPoolOperation,
                SorobanOperation {
    OperationType type();

    /** The union: type, then fields. */
    static OperationBody read(XdrReader in) {
        return switch (OperationType.read(in)) {
            case CREATE_ACCOUNT -> AccountOperation.CreateAccount.read(in);
            case PAYMENT -> PaymentOperation.Payment.read(in);
            case PATH_PAYMENT_STRICT_RECEIVE -> PaymentOperation.PathPaymentStrictReceive.read(in);
            case MANAGE_SELL_OFFER -> OfferOperation.ManageSellOffer.read(in);
            case CREATE_PASSIVE_SELL_OFFER -> OfferOperation.CreatePassiveSellOffer.read(in);
            case SET_OPTIONS -> AccountOperation.SetOptions.read(in);
            case CHANGE_TRUST -> TrustOperation.ChangeTrust.read(in);
            case ALLOW_TRUST -> TrustOperation.AllowTrust.read(in);
            case ACCOUNT_MERGE -> new AccountOperation.AccountMerge(MuxedAccount.read(in));
            case INFLATION -> new AccountOperation.Inflation();
            case MANAGE_DATA -> AccountOperation.ManageData.read(in);
            case BUMP_SEQUENCE -> new AccountOperation.BumpSequence(in.int64());
            case MANAGE_BUY_OFFER -> OfferOperation.ManageBuyOffer.read(in);
            case PATH_PAYMENT_STRICT_SEND -> PaymentOperation.PathPaymentStrictSend.read(in);
            case CREATE_CLAIMABLE_BALANCE -> ClaimableBalanceOperation.CreateClaimableBalance.read(in);
            case CLAIM_CLAIMABLE_BALANCE ->
                new ClaimableBalanceOperation.ClaimClaimableBalance(ClaimableBalanceId.read(in));
            case BEGIN_SPONSORING_FUTURE_RESERVES ->
                new SponsorshipOperation.BeginSponsoringFutureReserves(AccountId.read(in));
            case END_SPONSORING_FUTURE_RESERVES -> new SponsorshipOperation.EndSponsoringFutureReserves();
            case REVOKE_SPONSORSHIP -> SponsorshipOperation.RevokeSponsorship.read(in);
            case CLAWBACK -> TrustOperation.Clawback.read(in);
            case CLAWBACK_CLAIMABLE_BALANCE ->
                new ClaimableBalanceOperation.ClawbackClaimableBalance(ClaimableBalanceId.read(in));
            case SET_TRUST_LINE_FLAGS -> TrustOperation.SetTrustLineFlags.read(in);
            case LIQUIDITY_POOL_DEPOSIT -> LiquidityPoolOperation.Deposit.read(in);
            case LIQUIDITY_POOL_WITHDRAW -> LiquidityPoolOperation.Withdraw.read(in);
            case INVOKE_HOST_FUNCTION -> SorobanOperation.InvokeHostFunction.read(in);
            case EXTEND_FOOTPRINT_TTL -> SorobanOperation.ExtendFootprintTtl.read(in);
            case RESTORE_FOOTPRINT -> SorobanOperation.RestoreFootprint.read(in);
        };
    }
}
