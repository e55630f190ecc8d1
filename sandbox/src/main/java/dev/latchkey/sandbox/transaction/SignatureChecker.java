package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Account;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weighs signatures against the signers of accounts, and remembers which signatures were of use (stellar-core
 * SignatureChecker). Pre-authorised transactions count first, then hashes, keys and signed payloads.
 */
final class SignatureChecker {
    private static final List<Character> ORDER = List.of('T', 'X', 'G', 'P');
    private final SignedContent content;
    private final SignatureVerifier verifier;
    private final boolean[] used;

    private record Weighted(String key, int weight) {}

    SignatureChecker(SignedContent content, SignatureVerifier verifier) {
        this.content = content;
        this.verifier = verifier;
        this.used = new boolean[content.size()];
    }

    boolean check(Account account, int needed) {
        List<Weighted> signers = new ArrayList<>();
        if (account.thresholds().master() > 0) {
            signers.add(new Weighted(account.id(), account.thresholds().master()));
        }
        account.signers().forEach(signer -> signers.add(new Weighted(signer.key(), signer.weight())));
        return check(signers, needed);
    }

    /** For an account that is yet to be created by the same transaction: its master key signs. */
    boolean checkAbsent(String account) {
        return check(List.of(new Weighted(account, 1)), 0);
    }

    /** Each extra signer of the preconditions must have signed. */
    boolean checkExtra(List<String> keys) {
        List<Weighted> signers = keys.stream().map(key -> new Weighted(key, 1)).toList();
        return signers.isEmpty() || check(signers, signers.size());
    }

    boolean allUsed() {
        for (boolean each : used) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    private boolean check(List<Weighted> signers, int needed) {
        int total = 0;
        for (char kind : ORDER) {
            List<Weighted> left = new ArrayList<>(signers.stream()
                    .filter(signer -> signer.key().charAt(0) == kind)
                    .toList());
            if (kind == 'T') {
                for (Weighted signer : left) {
                    if (content.isPreAuthorisedBy(signer.key())) {
                        total += signer.weight();
                        if (total >= needed) {
                            return true;
                        }
                    }
                }
                continue;
            }
            for (int index = 0; index < content.size() && !left.isEmpty(); index++) {
                Weighted signer = find(left, index);
                if (signer == null) {
                    continue;
                }
                used[index] = true;
                left.remove(signer);
                total += signer.weight();
                if (total >= needed) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Weighted find(List<Weighted> signers, int index) {
        for (Weighted signer : signers) {
            if (content.isSignedBy(index, signer.key(), verifier)) {
                return signer;
            }
        }
        return null;
    }
}
