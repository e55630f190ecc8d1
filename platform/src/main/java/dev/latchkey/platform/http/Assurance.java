package dev.latchkey.platform.http;

import java.time.Instant;
import java.util.List;

/** How a session came about, as far as step-up needs to know; left in the call by whoever verified the session. */
public interface Assurance {

    /** When the user last proved who they are. */
    Instant strongAuthAt();

    /** What would prove it again: {@code password}, {@code otp}, {@code recovery_code}, {@code passkey}, {@code sign_in}. */
    List<String> acceptedFactors();

    /** The calls that do so, as {@code POST /auth/reauthenticate}. */
    List<String> satisfyAt();
}
