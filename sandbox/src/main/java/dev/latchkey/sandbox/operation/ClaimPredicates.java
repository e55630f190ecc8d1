package dev.latchkey.sandbox.operation;

import java.util.Arrays;
import org.stellar.sdk.xdr.ClaimPredicate;
import org.stellar.sdk.xdr.ClaimPredicateType;
import org.stellar.sdk.xdr.Int64;

/** When a claimant may claim (CAP-23). */
final class ClaimPredicates {
    private static final int MAX_DEPTH = 4;

    private ClaimPredicates() {}

    static boolean isValid(ClaimPredicate predicate) {
        return isValid(predicate, 1);
    }

    private static boolean isValid(ClaimPredicate predicate, int depth) {
        if (depth > MAX_DEPTH) {
            return false;
        }
        return switch (predicate.getDiscriminant()) {
            case CLAIM_PREDICATE_UNCONDITIONAL -> true;
            case CLAIM_PREDICATE_AND -> isPair(predicate.getAndPredicates(), depth);
            case CLAIM_PREDICATE_OR -> isPair(predicate.getOrPredicates(), depth);
            case CLAIM_PREDICATE_NOT ->
                predicate.getNotPredicate() != null && isValid(predicate.getNotPredicate(), depth + 1);
            case CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME ->
                predicate.getAbsBefore().getInt64() >= 0;
            case CLAIM_PREDICATE_BEFORE_RELATIVE_TIME ->
                predicate.getRelBefore().getInt64() >= 0;
        };
    }

    private static boolean isPair(ClaimPredicate[] predicates, int depth) {
        return predicates.length == 2 && Arrays.stream(predicates).allMatch(each -> isValid(each, depth + 1));
    }

    static boolean holds(ClaimPredicate predicate, long closeTime) {
        return switch (predicate.getDiscriminant()) {
            case CLAIM_PREDICATE_UNCONDITIONAL -> true;
            case CLAIM_PREDICATE_AND ->
                Arrays.stream(predicate.getAndPredicates()).allMatch(each -> holds(each, closeTime));
            case CLAIM_PREDICATE_OR ->
                Arrays.stream(predicate.getOrPredicates()).anyMatch(each -> holds(each, closeTime));
            case CLAIM_PREDICATE_NOT -> !holds(predicate.getNotPredicate(), closeTime);
            case CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME ->
                closeTime < predicate.getAbsBefore().getInt64();
            case CLAIM_PREDICATE_BEFORE_RELATIVE_TIME ->
                throw new IllegalStateException("Relative times become absolute when a balance is created");
        };
    }

    /** The same predicate with relative times counted from the creating ledger's close time. */
    static ClaimPredicate absolute(ClaimPredicate predicate, long closeTime) {
        ClaimPredicate result = new ClaimPredicate();
        result.setDiscriminant(predicate.getDiscriminant());
        switch (predicate.getDiscriminant()) {
            case CLAIM_PREDICATE_UNCONDITIONAL -> {}
            case CLAIM_PREDICATE_AND -> result.setAndPredicates(absolute(predicate.getAndPredicates(), closeTime));
            case CLAIM_PREDICATE_OR -> result.setOrPredicates(absolute(predicate.getOrPredicates(), closeTime));
            case CLAIM_PREDICATE_NOT -> result.setNotPredicate(absolute(predicate.getNotPredicate(), closeTime));
            case CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME -> result.setAbsBefore(predicate.getAbsBefore());
            case CLAIM_PREDICATE_BEFORE_RELATIVE_TIME -> {
                long relative = predicate.getRelBefore().getInt64();
                result.setDiscriminant(ClaimPredicateType.CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME);
                result.setAbsBefore(
                        new Int64(relative > Long.MAX_VALUE - closeTime ? Long.MAX_VALUE : closeTime + relative));
            }
        }
        return result;
    }

    private static ClaimPredicate[] absolute(ClaimPredicate[] predicates, long closeTime) {
        return Arrays.stream(predicates).map(each -> absolute(each, closeTime)).toArray(ClaimPredicate[]::new);
    }
}
