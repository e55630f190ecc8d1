package dev.latchkey.sandbox.rpc;

import dev.latchkey.sandbox.http.Call;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One method of the RPC. */
@FunctionalInterface
interface RpcMethod {
    /** @throws RpcError to answer with an error */
    Reply call(JsonNode parameters, Call call) throws InterruptedException;

    /** What goes back. */
    sealed interface Reply {}

    record Result(ObjectNode body) implements Reply {}

    /** A fault: the connection is closed. */
    record NoAnswer() implements Reply {}

    /** A fault: 504 after the act. */
    record Lost() implements Reply {}
}
