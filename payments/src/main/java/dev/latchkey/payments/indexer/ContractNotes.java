package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.HostFunction;
import dev.latchkey.networks.stellar.xdr.HostFunction.InvokeContractArgs;
import dev.latchkey.networks.stellar.xdr.ScAddress;
import dev.latchkey.networks.stellar.xdr.SorobanAuthorizationEntry;
import dev.latchkey.networks.stellar.xdr.SorobanCredentials;
import dev.latchkey.networks.stellar.xdr.SorobanOperation;
import dev.latchkey.networks.stellar.xdr.SorobanTransactionData;
import dev.latchkey.payments.history.HistoryKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Contract calls. Which accounts and trustlines one may change stands in its read-write footprint, completely; what it
 * moved stands in events that envelopes and results do not have, so no amount is told.
 */
final class ContractNotes {
    private ContractNotes() {}

    static void take(OperationNotes notes, SorobanOperation operation, @Nullable SorobanTransactionData resources) {
        switch (operation) {
            case SorobanOperation.InvokeHostFunction call -> invoked(notes, call, resources);
            case SorobanOperation.ExtendFootprintTtl extension -> {}
            case SorobanOperation.RestoreFootprint restoration -> {}
        }
    }

    private static void invoked(
            OperationNotes notes,
            SorobanOperation.InvokeHostFunction call,
            @Nullable SorobanTransactionData resources) {
        Occurrence occurrence = occurrence(call.function());
        notes.tellSource(occurrence);
        for (SorobanAuthorizationEntry authorization : call.authorizations()) {
            signer(authorization.credentials()).ifPresent(signer -> notes.tell(signer, occurrence));
        }
        if (resources != null) {
            resources.resources().footprint().readWrite().stream()
                    .map(LedgerKeys::owner)
                    .flatMap(Optional::stream)
                    .forEach(owner -> notes.tell(owner, occurrence));
        }
    }

    private static Occurrence occurrence(HostFunction function) {
        Occurrence called = Occurrence.of(HistoryKind.CONTRACT_CALLED);
        return switch (function) {
            case HostFunction.Invoke(InvokeContractArgs call) ->
                called.with(call.contract().toString()).detail(LedgerText.of(call.function()));
            case HostFunction.Create create -> called;
            case HostFunction.CreateV2 create -> called;
            case HostFunction.UploadWasm upload -> called;
        };
    }

    private static Optional<AccountId> signer(SorobanCredentials credentials) {
        return switch (credentials) {
            case SorobanCredentials.SourceAccount source -> Optional.empty();
            case SorobanCredentials.ByAddress(var by) -> account(by.address());
            case SorobanCredentials.ByAddressV2(var by) -> account(by.address());
            case SorobanCredentials.ByAddressWithDelegates(var by, var delegates) -> account(by.address());
        };
    }

    private static Optional<AccountId> account(ScAddress address) {
        return Optional.ofNullable(address.accountId());
    }
}
