package dev.latchkey.sandbox.transaction;

/** The shapes of classic operations and of what they are made of; the numbers are those of the protocol's XDR. */
final class OperationShape {
    private static final int MAX_PATH = 5;
    private static final int MAX_CLAIMANTS = 10;
    private static final int MAX_PREDICATE_DEPTH = 8;
    private final XdrSkimmer in;

    OperationShape(XdrSkimmer in) {
        this.in = in;
    }

    void operation() throws MalformedEnvelopeException {
        in.optional(this::muxedAccount);
        int type = in.integer();
        switch (type) {
            case 0 -> {
                account();
                in.skip(8);
            }
            case 1 -> {
                muxedAccount();
                asset();
                in.skip(8);
            }
            case 2, 13 -> pathPayment();
            case 3, 12 -> offer(8 + 8 + 8);
            case 4 -> offer(8 + 8);
            case 5 -> setOptions();
            case 6 -> {
                changeTrustAsset();
                in.skip(8);
            }
            case 7 -> allowTrust();
            case 8 -> muxedAccount();
            case 9, 17 -> {}
            case 10 -> {
                in.opaque(64);
                in.optional(() -> in.opaque(64));
            }
            case 11 -> in.skip(8);
            case 14 -> createClaimableBalance();
            case 15, 20 -> claimableBalanceId();
            case 16 -> account();
            case 18 -> revokeSponsorship();
            case 19 -> {
                asset();
                muxedAccount();
                in.skip(8);
            }
            case 21 -> {
                account();
                asset();
                in.skip(4 + 4);
            }
            case 22 -> in.skip(32 + 8 + 8 + 8 + 8);
            case 23 -> in.skip(32 + 8 + 8 + 8);
            case 24, 25, 26 -> throw new MalformedEnvelopeException("the sandbox has no contracts");
            default -> throw XdrSkimmer.unknown("operation", type);
        }
    }

    void account() throws MalformedEnvelopeException {
        int type = in.integer();
        if (type != 0) {
            throw XdrSkimmer.unknown("kind of public key", type);
        }
        in.skip(32);
    }

    void muxedAccount() throws MalformedEnvelopeException {
        int type = in.integer();
        switch (type) {
            case 0 -> in.skip(32);
            case 0x100 -> in.skip(8 + 32);
            default -> throw XdrSkimmer.unknown("kind of account", type);
        }
    }

    void signerKey() throws MalformedEnvelopeException {
        int type = in.integer();
        switch (type) {
            case 0, 1, 2 -> in.skip(32);
            case 3 -> {
                in.skip(32);
                in.opaque(64);
            }
            default -> throw XdrSkimmer.unknown("kind of signer", type);
        }
    }

    private void asset() throws MalformedEnvelopeException {
        assetOf(in.integer());
    }

    private void assetOf(int type) throws MalformedEnvelopeException {
        switch (type) {
            case 0 -> {}
            case 1 -> {
                in.skip(4);
                account();
            }
            case 2 -> {
                in.skip(12);
                account();
            }
            default -> throw XdrSkimmer.unknown("kind of asset", type);
        }
    }

    private void changeTrustAsset() throws MalformedEnvelopeException {
        int type = in.integer();
        if (type != 3) {
            assetOf(type);
            return;
        }
        in.skip(4);
        asset();
        asset();
        in.skip(4);
    }

    private void trustLineAsset() throws MalformedEnvelopeException {
        int type = in.integer();
        if (type == 3) {
            in.skip(32);
            return;
        }
        assetOf(type);
    }

    private void pathPayment() throws MalformedEnvelopeException {
        asset();
        in.skip(8);
        muxedAccount();
        asset();
        in.skip(8);
        in.array(MAX_PATH, this::asset);
    }

    private void offer(int numbers) throws MalformedEnvelopeException {
        asset();
        asset();
        in.skip(numbers);
    }

    private void setOptions() throws MalformedEnvelopeException {
        in.optional(this::account);
        for (int i = 0; i < 6; i++) {
            in.optional(() -> in.skip(4));
        }
        in.optional(() -> in.opaque(32));
        in.optional(() -> {
            signerKey();
            in.skip(4);
        });
    }

    private void allowTrust() throws MalformedEnvelopeException {
        account();
        int type = in.integer();
        switch (type) {
            case 1 -> in.skip(4);
            case 2 -> in.skip(12);
            default -> throw XdrSkimmer.unknown("kind of asset code", type);
        }
        in.skip(4);
    }

    private void createClaimableBalance() throws MalformedEnvelopeException {
        asset();
        in.skip(8);
        in.array(MAX_CLAIMANTS, () -> {
            in.skip(4);
            account();
            predicate(1);
        });
    }

    private void predicate(int depth) throws MalformedEnvelopeException {
        if (depth > MAX_PREDICATE_DEPTH) {
            throw new MalformedEnvelopeException("predicates nested too deep");
        }
        int type = in.integer();
        switch (type) {
            case 0 -> {}
            case 1, 2 -> in.array(2, () -> predicate(depth + 1));
            case 3 -> in.optional(() -> predicate(depth + 1));
            case 4, 5 -> in.skip(8);
            default -> throw XdrSkimmer.unknown("kind of predicate", type);
        }
    }

    private void claimableBalanceId() throws MalformedEnvelopeException {
        in.skip(4 + 32);
    }

    private void revokeSponsorship() throws MalformedEnvelopeException {
        int type = in.integer();
        switch (type) {
            case 0 -> ledgerKey();
            case 1 -> {
                account();
                signerKey();
            }
            default -> throw XdrSkimmer.unknown("kind of sponsorship", type);
        }
    }

    private void ledgerKey() throws MalformedEnvelopeException {
        int type = in.integer();
        switch (type) {
            case 0 -> account();
            case 1 -> {
                account();
                trustLineAsset();
            }
            case 2 -> {
                account();
                in.skip(8);
            }
            case 3 -> {
                account();
                in.opaque(64);
            }
            case 4 -> claimableBalanceId();
            case 5 -> in.skip(32);
            default -> throw XdrSkimmer.unknown("sponsored kind of ledger key", type);
        }
    }
}
