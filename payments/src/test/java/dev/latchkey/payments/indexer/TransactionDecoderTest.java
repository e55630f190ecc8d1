package dev.latchkey.payments.indexer;

import static dev.latchkey.payments.indexer.Ledgers.account;
import static dev.latchkey.payments.indexer.Ledgers.done;
import static dev.latchkey.payments.indexer.Ledgers.tx;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.AssetCode;
import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.ClaimAtom;
import dev.latchkey.networks.stellar.xdr.ClaimPredicate;
import dev.latchkey.networks.stellar.xdr.ClaimableBalanceId;
import dev.latchkey.networks.stellar.xdr.ClaimableBalanceOperation;
import dev.latchkey.networks.stellar.xdr.Claimant;
import dev.latchkey.networks.stellar.xdr.ContractId;
import dev.latchkey.networks.stellar.xdr.FeeBumpTransaction;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.HostFunction;
import dev.latchkey.networks.stellar.xdr.LedgerKey;
import dev.latchkey.networks.stellar.xdr.LiquidityPoolOperation;
import dev.latchkey.networks.stellar.xdr.LiquidityPoolParameters;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.OfferOperation;
import dev.latchkey.networks.stellar.xdr.OperationResult;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.OfferPlaced;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail.PathPaid;
import dev.latchkey.networks.stellar.xdr.OperationType;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.networks.stellar.xdr.PoolId;
import dev.latchkey.networks.stellar.xdr.Price;
import dev.latchkey.networks.stellar.xdr.ScAddress;
import dev.latchkey.networks.stellar.xdr.SorobanOperation;
import dev.latchkey.networks.stellar.xdr.SorobanTransactionData;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import dev.latchkey.networks.stellar.xdr.TransactionResultCode;
import dev.latchkey.networks.stellar.xdr.TrustOperation;
import dev.latchkey.networks.stellar.xdr.XdrException;
import dev.latchkey.payments.history.Direction;
import dev.latchkey.payments.history.HistoryKind;
import dev.latchkey.payments.ledger.IncludedTransaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TransactionDecoderTest {
    private static final AccountId ALICE = account("alice");
    private static final AccountId BOB = account("bob");
    private static final AccountId CAROL = account("carol");
    private static final AccountId ISSUER = account("issuer");
    private static final AccountId CHANNEL = account("channel");
    private static final Asset EURD = Asset.credit("EURD", ISSUER);
    private static final Asset USDC = Asset.credit("USDC", ISSUER);
    private static final Hash ID = Hash.sha256("id".getBytes(StandardCharsets.UTF_8));

    private final TransactionDecoder decoder = new TransactionDecoder();

    @Test
    void aPaymentIsToldToBothSides() {
        OperationNotes notes = notes(done(ALICE, new PaymentOperation.Payment(MuxedAccount.of(BOB), EURD, 25)));

        assertThat(notes.occurrences())
                .containsOnly(
                        Map.entry(
                                ALICE,
                                Occurrence.out(HistoryKind.PAYMENT_SENT, 25, EURD)
                                        .with(BOB)),
                        Map.entry(
                                BOB,
                                Occurrence.in(HistoryKind.PAYMENT_RECEIVED, 25, EURD)
                                        .with(ALICE)));
        assertThat(notes.touched()).containsExactlyInAnyOrder(ALICE, BOB);
    }

    @Test
    void aPaymentToAMuxedAddressReachesTheAccountBehindIt() {
        MuxedAccount bobsCustomer = new MuxedAccount(BOB, 7L);
        OperationNotes notes = notes(done(ALICE, new PaymentOperation.Payment(bobsCustomer, EURD, 25)));

        assertThat(notes.touched()).contains(BOB);
        assertThat(occurrence(notes, ALICE).counterparty()).startsWith("M").isEqualTo(bobsCustomer.toString());
    }

    @Test
    void aPaymentToOneselfNeitherComesNorGoes() {
        OperationNotes notes = notes(done(ALICE, new PaymentOperation.Payment(MuxedAccount.of(ALICE), EURD, 25)));

        assertThat(notes.occurrences()).hasSize(1);
        assertThat(occurrence(notes, ALICE).direction()).isEqualTo(Direction.NONE);
    }

    @Test
    void aStrictSendPathPaymentTellsWhatReallyArrived() {
        PaymentOperation path =
                new PaymentOperation.PathPaymentStrictSend(EURD, 100, MuxedAccount.of(BOB), USDC, 1, List.of());
        PathPaid paid = new PathPaid(List.of(offer(CAROL, USDC, 109, EURD, 100)), BOB, USDC, 109);

        OperationNotes notes = notes(done(ALICE, path, paid));

        assertThat(occurrence(notes, ALICE))
                .isEqualTo(Occurrence.out(HistoryKind.PATH_PAYMENT_SENT, 100, EURD)
                        .exchangedFor(109, USDC)
                        .with(BOB));
        assertThat(occurrence(notes, BOB))
                .isEqualTo(Occurrence.in(HistoryKind.PATH_PAYMENT_RECEIVED, 109, USDC)
                        .exchangedFor(100, EURD)
                        .with(ALICE));
    }

    @Test
    void aSellerWhoseOfferAPathTakesIsTouchedAndTold() {
        PaymentOperation path =
                new PaymentOperation.PathPaymentStrictSend(EURD, 100, MuxedAccount.of(BOB), USDC, 1, List.of());
        PathPaid paid = new PathPaid(List.of(offer(CAROL, USDC, 109, EURD, 100)), BOB, USDC, 109);

        OperationNotes notes = notes(done(ALICE, path, paid));

        assertThat(notes.touched()).contains(CAROL);
        assertThat(occurrence(notes, CAROL))
                .isEqualTo(Occurrence.of(HistoryKind.ASSET_EXCHANGED)
                        .amount(100, EURD)
                        .exchangedFor(109, USDC));
    }

    @Test
    void aStrictReceivePathPaymentTellsWhatTheSenderReallyGave() {
        PaymentOperation path = new PaymentOperation.PathPaymentStrictReceive(
                EURD, 1_000, MuxedAccount.of(BOB), USDC, 100, List.of(Asset.NATIVE));
        PathPaid paid = new PathPaid(
                List.of(
                        offer(CAROL, Asset.NATIVE, 500, EURD, 40),
                        new ClaimAtom.Pool(new PoolId(ID), new ClaimAtom.Trade(Asset.NATIVE, 500, EURD, 43)),
                        offer(CAROL, USDC, 100, Asset.NATIVE, 1_000)),
                BOB,
                USDC,
                100);

        OperationNotes notes = notes(done(ALICE, path, paid));

        assertThat(occurrence(notes, ALICE).amount()).isEqualTo(83);
        assertThat(occurrence(notes, BOB).amount()).isEqualTo(100);
    }

    @Test
    void aPathPaymentToOneselfIsAnExchange() {
        PaymentOperation path =
                new PaymentOperation.PathPaymentStrictSend(EURD, 100, MuxedAccount.of(ALICE), USDC, 1, List.of());

        OperationNotes notes = notes(done(ALICE, path, new PathPaid(List.of(), ALICE, USDC, 109)));

        assertThat(occurrence(notes, ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.ASSET_EXCHANGED)
                        .amount(109, USDC)
                        .exchangedFor(100, EURD));
    }

    @Test
    void anOfferThatIsTakenAtOnceIsAnExchangeOfBothSides() {
        OfferOperation offer = new OfferOperation.ManageSellOffer(EURD, USDC, 100, new Price(1, 1), 0);
        OfferPlaced placed = new OfferPlaced(
                List.of(offer(CAROL, USDC, 60, EURD, 60), offer(BOB, USDC, 40, EURD, 40)),
                OfferPlaced.Effect.DELETED,
                null);

        OperationNotes notes = notes(done(ALICE, offer, placed));

        assertThat(occurrence(notes, ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.ASSET_EXCHANGED)
                        .amount(100, USDC)
                        .exchangedFor(100, EURD));
        assertThat(notes.touched()).contains(BOB, CAROL);
    }

    @Test
    void anOfferThatNobodyTakesOnlyChanged() {
        OfferOperation offer = new OfferOperation.ManageBuyOffer(EURD, USDC, 100, new Price(1, 1), 3);

        OperationNotes notes = notes(done(ALICE, offer, new OfferPlaced(List.of(), OfferPlaced.Effect.DELETED, null)));

        assertThat(occurrence(notes, ALICE).kind()).isEqualTo(HistoryKind.OFFER_CHANGED);
    }

    @Test
    void aSponsoredAccountBeginsWithNothing() {
        OperationNotes notes = notes(done(ISSUER, new AccountOperation.CreateAccount(ALICE, 0)));

        assertThat(occurrence(notes, ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.ACCOUNT_CREATED).with(ISSUER));
    }

    @Test
    void aFundedAccountBeginsWithLumens() {
        OperationNotes notes = notes(done(BOB, new AccountOperation.CreateAccount(ALICE, 70)));

        assertThat(occurrence(notes, ALICE))
                .isEqualTo(Occurrence.in(HistoryKind.ACCOUNT_CREATED, 70, Asset.NATIVE)
                        .with(BOB));
        assertThat(occurrence(notes, BOB))
                .isEqualTo(Occurrence.out(HistoryKind.ACCOUNT_FUNDED, 70, Asset.NATIVE)
                        .with(ALICE));
    }

    @Test
    void aMergeBringsWhatItsResultSays() {
        OperationNotes notes = notes(done(
                ALICE, new AccountOperation.AccountMerge(MuxedAccount.of(BOB)), new OperationResultDetail.Merged(123)));

        assertThat(occurrence(notes, BOB))
                .isEqualTo(Occurrence.in(HistoryKind.ACCOUNT_MERGED, 123, Asset.NATIVE)
                        .with(ALICE));
        assertThat(occurrence(notes, ALICE).direction()).isEqualTo(Direction.OUT);
    }

    @Test
    void trustlinesOpenAndClose() {
        assertThat(occurrence(notes(done(ALICE, TrustOperation.ChangeTrust.open(EURD))), ALICE))
                .isEqualTo(
                        Occurrence.of(HistoryKind.TRUSTLINE_ADDED).asset(EURD).with(ISSUER));
        assertThat(occurrence(notes(done(ALICE, new TrustOperation.ChangeTrust(EURD, 0))), ALICE))
                .isEqualTo(
                        Occurrence.of(HistoryKind.TRUSTLINE_REMOVED).asset(EURD).with(ISSUER));
    }

    @Test
    void aTrustlineForPoolSharesNamesThePool() {
        LiquidityPoolParameters pool = new LiquidityPoolParameters(Asset.NATIVE, EURD, 30);

        Occurrence told = occurrence(notes(done(ALICE, TrustOperation.ChangeTrust.open(pool))), ALICE);

        assertThat(told.asset()).isNull();
        assertThat(told.detail()).isEqualTo(pool.id().toString());
    }

    @Test
    void anIssuerAllowsAndStopsHolders() {
        OperationNotes allowed = notes(done(ISSUER, new TrustOperation.AllowTrust(ALICE, new AssetCode("EURD"), 1)));
        OperationNotes stopped = notes(done(ISSUER, new TrustOperation.SetTrustLineFlags(ALICE, EURD, 1, 0)));
        OperationNotes clawbackOff = notes(done(ISSUER, new TrustOperation.SetTrustLineFlags(ALICE, EURD, 4, 0)));

        assertThat(occurrence(allowed, ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.TRUSTLINE_AUTHORIZED)
                        .asset(EURD)
                        .detail("allowed")
                        .with(ISSUER));
        assertThat(occurrence(stopped, ALICE).detail()).isEqualTo("stopped");
        assertThat(clawbackOff.occurrences()).isEmpty();
        assertThat(clawbackOff.touched()).contains(ALICE);
    }

    @Test
    void aClawbackTakesFromTheHolder() {
        OperationNotes notes = notes(done(ISSUER, new TrustOperation.Clawback(EURD, MuxedAccount.of(ALICE), 5)));

        assertThat(occurrence(notes, ALICE))
                .isEqualTo(Occurrence.out(HistoryKind.CLAWBACK, 5, EURD).with(ISSUER));
    }

    @Test
    void claimantsAreToldOfABalanceThatChangesOnlyItsMaker() {
        ClaimableBalanceOperation create = new ClaimableBalanceOperation.CreateClaimableBalance(
                EURD, 9, List.of(new Claimant(BOB, new ClaimPredicate.Unconditional())));
        ClaimableBalanceId id = new ClaimableBalanceId(ID);

        OperationNotes notes = notes(done(ALICE, create, new OperationResultDetail.BalanceCreated(id)));

        assertThat(notes.touched()).containsExactly(ALICE);
        assertThat(occurrence(notes, ALICE).direction()).isEqualTo(Direction.OUT);
        assertThat(occurrence(notes, BOB))
                .isEqualTo(Occurrence.of(HistoryKind.CLAIMABLE_BALANCE_CREATED)
                        .amount(9, EURD)
                        .claimable(id.toHex())
                        .with(ALICE));
    }

    @Test
    void aClaimNamesItsBalance() {
        ClaimableBalanceId id = new ClaimableBalanceId(ID);

        OperationNotes notes = notes(done(BOB, new ClaimableBalanceOperation.ClaimClaimableBalance(id)));

        assertThat(occurrence(notes, BOB))
                .isEqualTo(Occurrence.of(HistoryKind.CLAIMABLE_BALANCE_CLAIMED)
                        .directed(Direction.IN)
                        .claimable(id.toHex()));
    }

    @Test
    void sponsorshipTouchesWithoutATale() {
        OperationNotes begin = notes(done(ISSUER, new SponsorshipOperation.BeginSponsoringFutureReserves(ALICE)));
        OperationNotes end = notes(done(ALICE, new SponsorshipOperation.EndSponsoringFutureReserves()));
        OperationNotes revoked = notes(done(
                ISSUER,
                new SponsorshipOperation.RevokeSponsorship(
                        new SponsorshipOperation.RevokeSponsorship.Entry(new LedgerKey.TrustLine(ALICE, EURD)))));

        assertThat(begin.touched()).contains(ALICE);
        assertThat(revoked.touched()).contains(ALICE);
        assertThat(List.of(begin, end, revoked))
                .allMatch(notes -> notes.occurrences().isEmpty());
    }

    @Test
    void dataAndOptionsAreTold() {
        assertThat(occurrence(
                        notes(done(ALICE, new AccountOperation.ManageData(Bytes.utf8("key"), Bytes.utf8("v")))), ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.DATA_SET).detail("key"));
        assertThat(occurrence(notes(done(ALICE, new AccountOperation.ManageData(Bytes.utf8("key"), null))), ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.DATA_REMOVED).detail("key"));
        assertThat(occurrence(notes(done(ALICE, AccountOperation.SetOptions.homeDomain("a.example"))), ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.OPTIONS_CHANGED));
        assertThat(notes(done(ALICE, new AccountOperation.BumpSequence(9))).occurrences())
                .isEmpty();
    }

    @Test
    void poolDepositsAndWithdrawalsNameThePool() {
        PoolId pool = new PoolId(ID);
        Price price = new Price(1, 1);

        assertThat(occurrence(notes(done(ALICE, new LiquidityPoolOperation.Deposit(pool, 1, 1, price, price))), ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.LIQUIDITY_DEPOSITED).detail(pool.toString()));
        assertThat(occurrence(notes(done(ALICE, new LiquidityPoolOperation.Withdraw(pool, 1, 1, 1))), ALICE))
                .isEqualTo(Occurrence.of(HistoryKind.LIQUIDITY_WITHDRAWN).detail(pool.toString()));
    }

    @Test
    void aContractCallIsToldToAllWhoseEntriesItMayWrite() {
        ContractId contract = new ContractId(ID);
        SorobanOperation call = new SorobanOperation.InvokeHostFunction(
                new HostFunction.Invoke(
                        new HostFunction.InvokeContractArgs(ScAddress.of(contract), Bytes.utf8("transfer"), List.of())),
                List.of());
        SorobanTransactionData data = new SorobanTransactionData(
                null,
                new SorobanTransactionData.Resources(
                        new SorobanTransactionData.Footprint(
                                List.of(new LedgerKey.Account(CAROL)), List.of(new LedgerKey.TrustLine(BOB, EURD))),
                        1,
                        1,
                        1),
                1);
        Ledgers.Tx tx = tx(CHANNEL).add(ALICE, call, new OperationResultDetail.Invoked(ID));

        OperationNotes notes =
                notes(tx.successful(tx.builder().sorobanData(data).build()));

        Occurrence told = Occurrence.of(HistoryKind.CONTRACT_CALLED)
                .with(contract.toString())
                .detail("transfer");
        assertThat(notes.occurrences()).containsOnly(Map.entry(ALICE, told), Map.entry(BOB, told));
    }

    @Test
    void aFailedTransactionChangesOnlyItsPayers() {
        IncludedTransaction failed = tx(CHANNEL)
                .add(ALICE, new PaymentOperation.Payment(MuxedAccount.of(BOB), EURD, 25))
                .failed();

        DecodedTransaction decoded = decoder.decode(failed);

        assertThat(decoded.operations()).isEmpty();
        assertThat(decoded.touched()).containsExactly(CHANNEL);
    }

    @Test
    void theTransactionInsideAFeeBumpIsRead() {
        IncludedTransaction plain = done(ALICE, new PaymentOperation.Payment(MuxedAccount.of(BOB), EURD, 25));
        TransactionEnvelope envelope = TransactionEnvelope.parse(plain.envelopeXdr());
        FeeBumpTransaction bump =
                new FeeBumpTransaction(MuxedAccount.of(CAROL), 400, (TransactionEnvelope.V1) envelope);
        TransactionResult result = new TransactionResult(
                400,
                TransactionResultCode.FEE_BUMP_INNER_SUCCESS,
                List.of(),
                new TransactionResult.Inner(Hash.hex(plain.hash()), plain.result()));
        IncludedTransaction bumped = new IncludedTransaction(
                ID.toHex(),
                plain.hash(),
                CHANNEL.toString(),
                CAROL.toString(),
                plain.sequence(),
                400,
                TransactionEnvelope.unsigned(bump).toBase64(),
                result);

        DecodedTransaction decoded = decoder.decode(bumped);

        assertThat(decoded.operations()).hasSize(1);
        assertThat(decoded.touched()).containsExactlyInAnyOrder(CHANNEL, CAROL, ALICE, BOB);
    }

    @Test
    void memosBecomeText() {
        assertThat(memo(Memo.NONE)).isNull();
        assertThat(memo(Memo.text("rent, März"))).isEqualTo("rent, März");
        assertThat(memo(Memo.text(""))).isNull();
        assertThat(memo(new Memo.Id(-1))).isEqualTo("18446744073709551615");
        assertThat(memo(new Memo.HashMemo(ID))).isEqualTo(ID.toHex());
        assertThat(memo(new Memo.ReturnHash(ID))).isEqualTo(ID.toHex());
    }

    @Test
    void memosThatNobodyCouldStoreOrReadAreHexadecimal() {
        assertThat(memo(Memo.text("a\0b"))).isEqualTo("0x610062");
        assertThat(memo(new Memo.Text(Bytes.hex("ff00")))).isEqualTo("0xff00");
        assertThat(memo(Memo.text("\u202Etxt.exe"))).startsWith("0xe280ae");
    }

    @Test
    void whatDoesNotFitItsResultIsRefused() {
        IncludedTransaction plain = done(ALICE, new PaymentOperation.Payment(MuxedAccount.of(BOB), EURD, 25));
        TransactionResult other = new TransactionResult(
                100,
                TransactionResultCode.SUCCESS,
                List.of(
                        new OperationResult.Tried(OperationType.PAYMENT, 0, Ledgers.NOTHING),
                        new OperationResult.Tried(OperationType.PAYMENT, 0, Ledgers.NOTHING)),
                null);
        IncludedTransaction strange = new IncludedTransaction(
                plain.hash(),
                null,
                plain.source(),
                plain.feeAccount(),
                plain.sequence(),
                100,
                plain.envelopeXdr(),
                other);

        assertThatThrownBy(() -> decoder.decode(strange)).isInstanceOf(XdrException.class);
    }

    private OperationNotes notes(IncludedTransaction included) {
        List<OperationNotes> operations = decoder.decode(included).operations();
        assertThat(operations).hasSize(1);
        return operations.getFirst();
    }

    private @Nullable String memo(Memo memo) {
        return decoder.decode(tx(CHANNEL)
                        .memo(memo)
                        .add(ALICE, new AccountOperation.BumpSequence(1))
                        .successful())
                .memo();
    }

    private static Occurrence occurrence(OperationNotes notes, AccountId account) {
        Occurrence found = notes.occurrences().get(account);
        if (found == null) {
            throw new AssertionError("nothing is told to " + account);
        }
        return found;
    }

    private static ClaimAtom offer(AccountId seller, Asset sold, long amountSold, Asset bought, long amountBought) {
        return new ClaimAtom.Offer(seller, 1, new ClaimAtom.Trade(sold, amountSold, bought, amountBought));
    }
}
