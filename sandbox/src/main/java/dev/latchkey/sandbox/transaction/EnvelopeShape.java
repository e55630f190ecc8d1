package dev.latchkey.sandbox.transaction;

/**
 * The shape of transaction envelopes, walked before the SDK decodes them: the SDK allocates whatever a length field says. A
 * contract operation is refused here; the sandbox has no contracts.
 */
final class EnvelopeShape {
    private static final int MAX_OPERATIONS = 100;
    private static final int MAX_SIGNATURES = 20;
    private final XdrSkimmer in;
    private final OperationShape operations;

    private EnvelopeShape(XdrSkimmer in) {
        this.in = in;
        this.operations = new OperationShape(in);
    }

    static void check(byte[] bytes) throws MalformedEnvelopeException {
        XdrSkimmer skimmer = new XdrSkimmer(bytes);
        new EnvelopeShape(skimmer).envelope();
        if (!skimmer.atEnd()) {
            throw new MalformedEnvelopeException("longer than its shape");
        }
    }

    private void envelope() throws MalformedEnvelopeException {
        int type = in.integer();
        switch (type) {
            case 0 -> versionZero();
            case 2 -> versionOne();
            case 5 -> feeBump();
            default -> throw XdrSkimmer.unknown("transaction envelope", type);
        }
    }

    private void versionZero() throws MalformedEnvelopeException {
        in.skip(32 + 4 + 8);
        in.optional(() -> in.skip(16));
        rest();
        signatures();
    }

    private void versionOne() throws MalformedEnvelopeException {
        operations.muxedAccount();
        in.skip(4 + 8);
        preconditions();
        rest();
        signatures();
    }

    private void feeBump() throws MalformedEnvelopeException {
        operations.muxedAccount();
        in.skip(8);
        int type = in.integer();
        if (type != 2) {
            throw XdrSkimmer.unknown("inner transaction", type);
        }
        versionOne();
        extension();
        signatures();
    }

    private void rest() throws MalformedEnvelopeException {
        memo();
        in.array(MAX_OPERATIONS, operations::operation);
        extension();
    }

    private void extension() throws MalformedEnvelopeException {
        if (in.integer() != 0) {
            throw new MalformedEnvelopeException("the sandbox has no contracts");
        }
    }

    private void signatures() throws MalformedEnvelopeException {
        in.array(MAX_SIGNATURES, () -> {
            in.skip(4);
            in.opaque(64);
        });
    }

    private void preconditions() throws MalformedEnvelopeException {
        int type = in.integer();
        switch (type) {
            case 0 -> {}
            case 1 -> in.skip(16);
            case 2 -> {
                in.optional(() -> in.skip(16));
                in.optional(() -> in.skip(8));
                in.optional(() -> in.skip(8));
                in.skip(8 + 4);
                in.array(2, operations::signerKey);
            }
            default -> throw XdrSkimmer.unknown("kind of preconditions", type);
        }
    }

    private void memo() throws MalformedEnvelopeException {
        int type = in.integer();
        switch (type) {
            case 0 -> {}
            case 1 -> in.opaque(28);
            case 2 -> in.skip(8);
            case 3, 4 -> in.skip(32);
            default -> throw XdrSkimmer.unknown("kind of memo", type);
        }
    }
}
