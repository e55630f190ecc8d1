package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Xdr;
import java.util.Optional;
import org.stellar.sdk.xdr.BeginSponsoringFutureReservesResultCode;
import org.stellar.sdk.xdr.EndSponsoringFutureReservesResultCode;
import org.stellar.sdk.xdr.OperationType;

/** Begin and end of sponsoring future reserves: the two halves of the sandwich. */
final class SponsorshipOperations implements OperationFamily {
    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        if (operation.type() == OperationType.BEGIN_SPONSORING_FUTURE_RESERVES
                && sponsored(operation).equals(operation.source())) {
            return Optional.of(
                    beginFailure(BeginSponsoringFutureReservesResultCode.BEGIN_SPONSORING_FUTURE_RESERVES_MALFORMED));
        }
        return Optional.empty();
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        return operation.type() == OperationType.BEGIN_SPONSORING_FUTURE_RESERVES
                ? begin(operation, context.sponsorships())
                : end(operation, context.sponsorships());
    }

    private static OperationOutcome begin(OperationFrame operation, Sponsorships sponsorships) {
        String sponsored = sponsored(operation);
        if (sponsorships.sponsorOf(sponsored) != null) {
            return beginFailure(
                    BeginSponsoringFutureReservesResultCode.BEGIN_SPONSORING_FUTURE_RESERVES_ALREADY_SPONSORED);
        }
        if (sponsorships.sponsorOf(operation.source()) != null || sponsorships.isSponsoring(sponsored)) {
            return beginFailure(BeginSponsoringFutureReservesResultCode.BEGIN_SPONSORING_FUTURE_RESERVES_RECURSIVE);
        }
        sponsorships.begin(operation.source(), sponsored);
        return OperationOutcome.success(operation.type());
    }

    private static OperationOutcome end(OperationFrame operation, Sponsorships sponsorships) {
        if (sponsorships.end(operation.source())) {
            return OperationOutcome.success(operation.type());
        }
        EndSponsoringFutureReservesResultCode code =
                EndSponsoringFutureReservesResultCode.END_SPONSORING_FUTURE_RESERVES_NOT_SPONSORED;
        return OperationOutcome.failure(operation.type(), code.getValue(), code.name());
    }

    private static String sponsored(OperationFrame operation) {
        return Xdr.address(operation.body().getBeginSponsoringFutureReservesOp().getSponsoredID());
    }

    private static OperationOutcome beginFailure(BeginSponsoringFutureReservesResultCode code) {
        return OperationOutcome.failure(OperationType.BEGIN_SPONSORING_FUTURE_RESERVES, code.getValue(), code.name());
    }
}
