package dev.latchkey.identity.mfa;

import dev.latchkey.platform.http.ApiException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What somebody gives as their second factor. Says nothing of whether it is right. */
sealed interface Answer {

    /** What sessions and audit events call the factor. */
    String factor();

    /** What an authenticator may show. */
    record Code(String digits) implements Answer {
        @Override
        public String factor() {
            return "otp";
        }

        @Override
        public String toString() {
            return "Code";
        }
    }

    /**
     * What may be a recovery code.
     *
     * @param code empty for a text that cannot be one
     */
    record Recovery(Optional<RecoveryCode> code) implements Answer {
        @Override
        public String factor() {
            return "recovery_code";
        }
    }

    /** Apps show codes in two groups, so blanks do not count. */
    static Answer ofCode(String typed) {
        return new Code(typed.length() > 16 ? "" : typed.replace(" ", ""));
    }

    static Answer ofRecoveryCode(String typed) {
        return new Recovery(RecoveryCode.parse(typed));
    }

    /** A recovery code where it has the form of one, else what an authenticator may show. */
    static Answer ofEither(String typed) {
        return RecoveryCode.parse(typed).isPresent() ? ofRecoveryCode(typed) : ofCode(typed);
    }

    /**
     * The one of the two that was sent; empty for neither.
     *
     * @throws ApiException 400 for both
     */
    static Optional<Answer> of(@Nullable String code, @Nullable String recoveryCode) {
        if (code != null && recoveryCode != null) {
            throw ApiException.invalid("Send code or recoveryCode, not both");
        }
        return Optional.ofNullable(code).map(Answer::ofEither).or(() -> Optional.ofNullable(recoveryCode)
                .map(Answer::ofRecoveryCode));
    }
}
