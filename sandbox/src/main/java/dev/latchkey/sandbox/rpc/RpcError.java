package dev.latchkey.sandbox.rpc;

/** An error of JSON-RPC 2.0. */
final class RpcError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    private final int code;

    RpcError(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
