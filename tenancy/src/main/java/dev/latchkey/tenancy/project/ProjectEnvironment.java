package dev.latchkey.tenancy.project;

/** What the free text of a project's environment means. */
public final class ProjectEnvironment {

    private static final String PRODUCTION = "production";

    private ProjectEnvironment() {}

    /** Whether keys of such a project are live ones (mux-api.md 2.2). */
    public static boolean isProduction(String environment) {
        return environment.equals(PRODUCTION);
    }
}
