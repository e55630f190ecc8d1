package dev.latchkey.sandbox.fault;

/** What a fault may look at in an HTTP request; {@code path} without the query. */
public record Request(String method, String path) {}
