package dev.latchkey.platform.configuration;

/**
 * A name that once meant something. It stops {@code serve} and warns elsewhere.
 *
 * @param instead what to do now, a sentence
 */
public record RetiredSetting(String name, String instead) {}
