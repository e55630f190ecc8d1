package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.EffectRecord;
import tools.jackson.databind.node.ObjectNode;

/** Horizon's effect resource. */
final class EffectJson {
    private final Links links;

    EffectJson(Links links) {
        this.links = links;
    }

    ObjectNode of(EffectRecord effect) {
        long operation = effect.position().id();
        String token = effect.position().token();
        ObjectNode json = Links.object();
        json.set(
                "_links",
                links.of(
                        "operation", "/operations/" + operation,
                        "succeeds", "/effects?order=desc&cursor=" + token,
                        "precedes", "/effects?order=asc&cursor=" + token));
        json.put("id", "%019d-%010d".formatted(operation, effect.index()));
        json.put("paging_token", token);
        json.put("account", effect.effect().account());
        json.put("type", effect.effect().type().wireName());
        json.put("type_i", effect.effect().type().number());
        json.put("created_at", Times.iso(effect.operation().transaction().closeTime()));
        effect.effect().attributes().forEach((name, value) -> {
            switch (value) {
                case Boolean flag -> json.put(name, flag);
                case Integer number -> json.put(name, number);
                case Object text -> json.put(name, text.toString());
            }
        });
        return json;
    }
}
