package dev.latchkey.platform.http;

/**
 * What a route asks of the caller's membership in the organization {@code {org_id}} of its path.
 *
 * @param name e.g. {@code member:invite}
 * @param systemAdmins whether system admins of the project pass without being members
 */
public record Permission(String name, boolean systemAdmins) {

    public static Permission of(String name) {
        return new Permission(name, false);
    }

    /** The same, but open to system admins. */
    public Permission orSystemAdmin() {
        return new Permission(name, true);
    }
}
