package dev.latchkey.server.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * One operation of the served API document, as a client that only has the document sees it.
 *
 * @param guard who may call it, as the document's {@code x-guard} says
 * @param details everything else the document says about it
 */
public record Operation(String method, String path, String guard, JsonNode details) {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    /** Every operation, in the order of the document. */
    public static List<Operation> all(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> operations.add(new Operation(
                        operation.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        operation.getValue().get("x-guard").stringValue(),
                        operation.getValue()))));
        return operations;
    }

    /** Method and path template, e.g. {@code GET /users/{id}}. */
    public String name() {
        return method + " " + path;
    }

    public boolean takesBody() {
        return details.has("requestBody");
    }

    public boolean changesState() {
        return !method.equals("GET");
    }

    public boolean needsProjectKey() {
        return guard.equals("PROJECT_KEY") || guard.equals("PROJECT_KEY_OR_OPERATOR");
    }

    /** Whether a project key is one of several credentials that open it. */
    public boolean takesProjectKey() {
        return needsProjectKey() || guard.equals("BACKEND_OR_SYSTEM_ADMIN") || guard.equals("USER_OR_PROJECT_KEY");
    }

    /** Whether the operator's token opens it and no project key does. */
    public boolean isForOperators() {
        return Set.of("OPERATOR", "SYSTEM_ADMIN_OR_OPERATOR", "INSTALLATION_ADMIN")
                .contains(guard);
    }

    /** Whether only users themselves get in. */
    public boolean isForUsers() {
        return Set.of("USER", "SESSION", "SYSTEM_ADMIN").contains(guard);
    }

    /** Whether somebody without a credential is answered 401. */
    public boolean needsCredential() {
        return !guard.equals("OPEN") && !guard.equals("PUBLIC");
    }

    public boolean isOfSignInApi() {
        return details.at("/responses/default/content/application~1json/schema/$ref")
                .asString("")
                .endsWith("/AuthError");
    }

    /** The path with its parameters filled in. */
    public String target(UnaryOperator<String> values) {
        return PARAMETER.matcher(path).replaceAll(match -> Matcher.quoteReplacement(values.apply(match.group(1))));
    }

    /** Whether a concrete path is one of this template's. */
    public boolean covers(String concrete) {
        return concrete.matches(PARAMETER.matcher(path).replaceAll("[^/]+"));
    }

    @Override
    public String toString() {
        return name();
    }
}
