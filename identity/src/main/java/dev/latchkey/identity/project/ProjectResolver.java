package dev.latchkey.identity.project;

import dev.latchkey.platform.http.Call;
import java.util.UUID;

/** Which project a request speaks for (decision 17); throws 404 when two say different ones or it is unknown. */
@FunctionalInterface
public interface ProjectResolver {

    UUID projectOf(Call call);
}
