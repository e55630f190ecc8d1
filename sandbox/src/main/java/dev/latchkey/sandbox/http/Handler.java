package dev.latchkey.sandbox.http;

/** Answers one kind of request. */
@FunctionalInterface
public interface Handler {
    /** @throws Problem to answer with an error */
    Answer handle(Call call) throws InterruptedException;
}
