package dev.latchkey.sandbox.operation;

import java.util.Map;

/** One effect of an operation on an account, with the attributes that Horizon shows, in their order. */
public record Effect(String account, EffectType type, Map<String, Object> attributes) {}
