package dev.latchkey.platform.http;

/** The HTTP end of one act. */
@FunctionalInterface
public interface Handler {

    /** Answers, or throws {@link ApiException} to refuse. */
    Reply handle(Call call);
}
