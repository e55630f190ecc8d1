package dev.latchkey.sandbox.rpc;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.network.StellarNetwork;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /rpc}: JSON-RPC 2.0 with the methods of Soroban RPC that need no contracts. */
public final class RpcEndpoint {
    private final Map<String, RpcMethod> methods = new HashMap<>();
    private final JsonMapper json = new JsonMapper();

    public RpcEndpoint(StellarNetwork network, Faults faults, String friendbotUrl) {
        new NetworkMethods(network, friendbotUrl).addTo(methods);
        new TransactionMethods(network, faults).addTo(methods);
        new LedgerMethods(network, faults).addTo(methods);
        RpcMethod contracts = (parameters, call) -> {
            throw new RpcError(RpcError.METHOD_NOT_FOUND, "The sandbox has no contracts: this method is not available");
        };
        methods.put("simulateTransaction", contracts);
        methods.put("getEvents", contracts);
    }

    public void addTo(Router router) {
        router.add("POST", "/rpc", this::handle);
    }

    private Answer handle(Call call) throws InterruptedException {
        JsonNode request;
        try {
            request = json.readTree(call.body());
        } catch (JacksonException e) {
            return error(json.nullNode(), new RpcError(RpcError.PARSE_ERROR, "not JSON"));
        }
        JsonNode id = request.path("id").isValueNode() ? request.path("id") : json.nullNode();
        if (!request.isObject() || !request.path("method").isString()) {
            return error(id, new RpcError(RpcError.INVALID_REQUEST, "not a JSON-RPC request"));
        }
        RpcMethod method = methods.get(request.path("method").asString());
        if (method == null) {
            return error(id, new RpcError(RpcError.METHOD_NOT_FOUND, "method not found"));
        }
        RpcMethod.Reply reply;
        try {
            reply = method.call(request.path("params"), call);
        } catch (RpcError e) {
            return error(id, e);
        }
        return switch (reply) {
            case RpcMethod.Result(ObjectNode result) -> {
                ObjectNode body = envelope(id);
                body.set("result", result);
                yield Answer.ok(body);
            }
            case RpcMethod.NoAnswer noAnswer -> new Answer.Silence();
            case RpcMethod.Lost lost ->
                new Answer.Json(504, json.createObjectNode().put("message", "The upstream timed out"));
        };
    }

    private Answer error(JsonNode id, RpcError error) {
        ObjectNode body = envelope(id);
        body.putObject("error").put("code", error.code()).put("message", error.getMessage());
        return Answer.ok(body);
    }

    private ObjectNode envelope(JsonNode id) {
        ObjectNode body = json.createObjectNode();
        body.put("jsonrpc", "2.0");
        body.set("id", id);
        return body;
    }
}
