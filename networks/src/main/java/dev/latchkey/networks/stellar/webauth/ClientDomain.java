package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.xdr.AccountId;

/**
 * The wallet application that speaks for a user and proves it with a signature of its own (SEP-10, "Verifying the Client
 * Domain").
 *
 * @param signingKey {@code SIGNING_KEY} of the domain's stellar.toml
 */
public record ClientDomain(String domain, AccountId signingKey) {}
