package dev.latchkey.identity.provider;

import java.io.IOException;
import java.net.URI;

/** Fetches the small JSON documents of providers. */
@FunctionalInterface
interface DocumentFetcher {

    /** The body of a 200 answer; anything else is an {@link IOException}. */
    byte[] fetch(URI address) throws IOException;
}
