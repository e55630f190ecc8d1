package dev.latchkey.networks.http;

import tools.jackson.databind.JsonNode;

/** A node's answer: HTTP status and body, where the body is a missing node if it was not JSON. */
public record JsonAnswer(int status, JsonNode body) {
    /** The body of a 2xx answer. */
    public JsonFields fields() {
        if (status / 100 != 2) {
            throw new NodeException.Refused(status, "The node answered " + status);
        }
        return new JsonFields(body);
    }
}
