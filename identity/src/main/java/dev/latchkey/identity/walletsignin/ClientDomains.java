package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.provider.DocumentFetcher;
import dev.latchkey.networks.stellar.webauth.ClientDomain;
import dev.latchkey.networks.stellar.webauth.StellarToml;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.platform.http.ApiException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the key of a wallet application in the stellar.toml of its domain (SEP-10, "Verifying the Client Domain"). */
final class ClientDomains {

    private static final Logger LOG = LoggerFactory.getLogger(ClientDomains.class);
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?");

    private final DocumentFetcher fetcher;
    private final boolean development;

    /** @param development whether this machine's own wallet applications are asked over plain http */
    ClientDomains(DocumentFetcher fetcher, boolean development) {
        this.fetcher = fetcher;
        this.development = development;
    }

    /** @throws ApiException 400 when the domain has no readable document, or that no key */
    ClientDomain find(String domain) {
        if (!DOMAIN.matcher(domain).matches()) {
            throw ApiException.invalid("client_domain must be a host name");
        }
        return signingKey(domain)
                .map(key -> new ClientDomain(domain, key))
                .orElseThrow(() ->
                        ApiException.invalid("client_domain has no stellar.toml with a SIGNING_KEY that can be read"));
    }

    private Optional<AccountId> signingKey(String domain) {
        String scheme = development && domain.matches("localhost(:[0-9]+)?") ? "http" : "https";
        try {
            String document = fetcher.fetch(URI.create(scheme + "://" + domain + "/.well-known/stellar.toml"));
            return document.length() > StellarToml.MAX_BYTES ? Optional.empty() : StellarToml.signingKey(document);
        } catch (IOException unreadable) {
            LOG.info("cannot read the stellar.toml of {}", domain, unreadable);
            return Optional.empty();
        }
    }
}
