package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.CredentialVerifier;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks project keys, in the order and the words of mux-api.md 2.2. What is known of a key is
 * remembered ({@link HeldKeys}); its times are looked at each time.
 */
public final class ProjectKeyVerifier implements CredentialVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectKeyVerifier.class);

    private final HeldKeys keys;
    private final Clock clock;
    private final int defaultRequestsPerMinute;
    private final KeyEndings endings;

    public ProjectKeyVerifier(HeldKeys keys, Clock clock, int defaultRequestsPerMinute, KeyEndings endings) {
        this.keys = keys;
        this.clock = clock;
        this.defaultRequestsPerMinute = defaultRequestsPerMinute;
        this.endings = endings;
    }

    @Override
    public boolean recognises(String token) {
        return token.startsWith(ProjectKeyText.SCHEME);
    }

    @Override
    public Caller verify(String token, Call call) {
        ProjectKeyText key = ProjectKeyText.parse(token).orElseThrow(ProjectKeyVerifier::unknown);
        try {
            return verify(key, call);
        } catch (ApiException refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            LOG.warn("project keys cannot be checked: requestId={}", call.requestId(), failure);
            throw ApiException.unavailable("API key validation service unavailable", 2);
        }
    }

    private Caller verify(ProjectKeyText key, Call call) {
        ApiKeyStore.Held held = keys.find(key, call).orElseThrow(ProjectKeyVerifier::unknown);
        refuseByStatus(held.status());
        refuseByTime(held, call);
        if (!held.projectActive()) {
            throw ApiException.unauthorized("The project of this API key is not active");
        }
        if (!held.developerActive()) {
            throw ApiException.unauthorized("The developer of this API key is not active");
        }
        Integer own = held.requestsPerMinute();
        return new Caller.ProjectKey(
                held.id(),
                held.projectId(),
                held.developerId(),
                own == null ? defaultRequestsPerMinute : own,
                held.scopes());
    }

    private static void refuseByStatus(ApiKeyStatus status) {
        switch (status) {
            case ACTIVE -> {}
            case REVOKED -> throw ApiException.unauthorized("API key has been revoked");
            case SUSPENDED -> throw ApiException.unauthorized("API key is suspended");
            case EXPIRED -> throw ApiException.unauthorized("API key has expired");
        }
    }

    private void refuseByTime(ApiKeyStore.Held held, Call call) {
        Instant now = clock.instant();
        Instant graceEnds = held.gracePeriodEndsAt();
        if (graceEnds != null && !now.isBefore(graceEnds)) {
            endings.retireRotated();
            throw ApiException.unauthorized("API key rotation grace period expired");
        }
        Instant expiresAt = held.expiresAt();
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            endings.expire(held.id(), held.projectId(), call.origin());
            throw ApiException.unauthorized("API key has expired");
        }
    }

    private static ApiException unknown() {
        return ApiException.unauthorized("Invalid API key");
    }
}
