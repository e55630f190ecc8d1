package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;
import org.jspecify.annotations.Nullable;

/** The network a node belongs to. */
public record RpcNetwork(
        String passphrase, long protocolVersion, @Nullable String friendbotUrl) {
    static RpcNetwork of(JsonFields fields) {
        return new RpcNetwork(
                fields.text("passphrase"), fields.number("protocolVersion"), fields.textOrNull("friendbotUrl"));
    }
}
