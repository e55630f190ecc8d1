package dev.latchkey.identity;

import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JWT as anybody can read it. */
record JwtText(String text) {

    JsonNode header() {
        return part(0);
    }

    JsonNode claims() {
        return part(1);
    }

    private JsonNode part(int index) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(text.split("\\.")[index]));
    }
}
