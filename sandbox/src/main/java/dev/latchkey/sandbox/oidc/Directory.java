package dev.latchkey.sandbox.oidc;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is known to the issuer: applications and people. */
final class Directory {
    private final Map<String, RelyingParty> parties = new ConcurrentHashMap<>();
    private final Map<String, Person> people = new ConcurrentHashMap<>();

    /** Replaces a party with the same id. */
    void register(RelyingParty party) {
        parties.put(party.clientId(), party);
    }

    /** Replaces a person with the same login. */
    void add(Person person) {
        people.put(person.login(), person);
    }

    Optional<RelyingParty> party(String clientId) {
        return Optional.ofNullable(parties.get(clientId));
    }

    Optional<Person> person(String login) {
        return Optional.ofNullable(people.get(login));
    }
}
