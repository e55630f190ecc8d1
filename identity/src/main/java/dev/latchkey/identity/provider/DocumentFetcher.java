package dev.latchkey.identity.provider;

import java.io.IOException;
import java.net.URI;

/** Fetches the small JSON documents of providers. */
@FunctionalInterface
public interface DocumentFetcher {

    /** The body of a 200 answer, as UTF-8; anything else is an {@link IOException}. */
    String fetch(URI address) throws IOException;
}
