package dev.latchkey.platform.configuration;

/**
 * A name that users of compatible servers have in their environment and that means nothing here. It warns.
 *
 * @param reason why it has no effect, a sentence
 */
public record UnusedSetting(String name, String reason) {}
