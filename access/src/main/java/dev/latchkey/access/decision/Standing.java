package dev.latchkey.access.decision;

import dev.latchkey.access.member.Membership;
import dev.latchkey.access.policy.PolicySet;
import java.util.Optional;
import java.util.UUID;

/**
 * How somebody stands to an organization: read once, good for any number of questions of one request.
 *
 * @param policies of the organization; empty for those who have no part in it, and for organizations of other projects
 */
record Standing(Subject subject, UUID organizationId, Optional<Membership> membership, Optional<PolicySet> policies) {}
