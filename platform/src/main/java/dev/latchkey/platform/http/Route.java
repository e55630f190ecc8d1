package dev.latchkey.platform.http;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One line of the route table: everything the server needs to mount it and the API document needs to describe it.
 *
 * @param permission what it asks of the caller's membership in the path's organization; {@code null} for nothing
 * @param scope what a project key that calls it must be good for; {@code null} for nothing
 * @param rateSubject what tells callers without a credential apart who share a network
 * @param stepUp how recently the user must have proved who they are
 * @param body the record its JSON body is read into; {@code null} when it takes none
 * @param bodyRequired false where an empty body stands for {@code {}}
 * @param openProtocol whether clients of any origin call it, and with forms too
 */
public record Route(
        HttpMethod method,
        PathPattern path,
        Style style,
        Guard guard,
        @Nullable Permission permission,
        @Nullable Scope scope,
        RateClass rate,
        Function<Call, Optional<String>> rateSubject,
        StepUp stepUp,
        @Nullable Class<?> body,
        boolean bodyRequired,
        boolean openProtocol,
        List<Parameter> parameters,
        List<Answer> answers,
        String tag,
        String summary,
        Handler handler) {

    /** The header by which a call names its project. */
    public static final String PROJECT = "X-Latchkey-Project";

    /** The path parameter that names an organization. */
    public static final String ORGANIZATION = "org_id";

    /** One query or header parameter, for the document. */
    public record Parameter(String in, String name, Type type, String description) {}

    /** One answer: its status and the type of its body ({@code null}: empty or not JSON). */
    public record Answer(int status, @Nullable Type type, String description) {}

    public static Builder get(String path) {
        return new Builder(HttpMethod.GET, path);
    }

    public static Builder post(String path) {
        return new Builder(HttpMethod.POST, path);
    }

    public static Builder put(String path) {
        return new Builder(HttpMethod.PUT, path);
    }

    public static Builder patch(String path) {
        return new Builder(HttpMethod.PATCH, path);
    }

    public static Builder delete(String path) {
        return new Builder(HttpMethod.DELETE, path);
    }

    /** {@code List<element>} as a type, for an answer that is an array. */
    public static Type listOf(Type element) {
        return new ListType(element);
    }

    /** The same route at another path. */
    Route at(PathPattern other) {
        return new Route(
                method,
                other,
                style,
                guard,
                permission,
                scope,
                rate,
                rateSubject,
                stepUp,
                body,
                bodyRequired,
                openProtocol,
                parameters,
                answers,
                tag,
                summary,
                handler);
    }

    /** Method and canonical path, e.g. {@code GET /wallets/{id}}: the route's name in limits, logs and usage. */
    public String name() {
        return method + " " + path;
    }

    private record ListType(Type element) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {element};
        }

        @Override
        public Type getRawType() {
            return List.class;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }

    /** Says the line of the table from left to right; guard and style have no default on purpose. */
    public static final class Builder {

        private final HttpMethod method;
        private final PathPattern path;
        private @Nullable Style style;
        private @Nullable Guard guard;
        private @Nullable Permission permission;
        private @Nullable Scope scope;
        private boolean anyScope;
        private RateClass rate = RateClass.STANDARD;
        private Function<Call, Optional<String>> rateSubject = call -> Optional.empty();
        private StepUp stepUp = StepUp.NONE;
        private @Nullable Class<?> body;
        private boolean bodyRequired = true;
        private boolean openProtocol;
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Answer> answers = new ArrayList<>();
        private String tag = "";
        private String summary = "";

        private Builder(HttpMethod method, String path) {
            this.method = method;
            this.path = PathPattern.of(path);
        }

        public Builder style(Style value) {
            this.style = value;
            return this;
        }

        public Builder guard(Guard value) {
            this.guard = value;
            return this;
        }

        /** What members of the organization {@code {org_id}} in the path need; the access room enforces it. */
        public Builder permission(Permission value) {
            this.permission = value;
            return this;
        }

        /** What project keys need; every route that takes them says it, or that any key will do. */
        public Builder scope(Scope value) {
            this.scope = value;
            return this;
        }

        /** Any project key will do: the route is about the key itself. */
        public Builder anyScope() {
            this.anyScope = true;
            return this;
        }

        public Builder rate(RateClass value) {
            this.rate = value;
            return this;
        }

        /**
         * What tells callers without a credential apart who share a network, for their rate limit; it is not proved, so a
         * network gets a few such budgets only.
         */
        public Builder rateSubject(Function<Call, Optional<String>> value) {
            this.rateSubject = value;
            return this;
        }

        /** What the user's session must be able to show; the answer for one that cannot is described with it. */
        public Builder stepUp(StepUp value) {
            this.stepUp = value;
            return answer(403, "The user has to prove again who they are; the answer says how");
        }

        public Builder body(Class<?> value) {
            this.body = value;
            return this;
        }

        /** A body that may be left out: it then reads as {@code {}}. */
        public Builder optionalBody(Class<?> value) {
            this.body = value;
            this.bodyRequired = false;
            return this;
        }

        /**
         * A route of a protocol that other people's clients speak: pages of any origin may call it, without cookies, and
         * its body may be a form as well as JSON.
         */
        public Builder openProtocol() {
            this.openProtocol = true;
            return this;
        }

        public Builder query(String name, Type type, String description) {
            parameters.add(new Parameter("query", name, type, description));
            return this;
        }

        public Builder header(String name, String description) {
            parameters.add(new Parameter("header", name, String.class, description));
            return this;
        }

        public Builder answer(int status, Type type) {
            answers.add(new Answer(status, type, ""));
            return this;
        }

        public Builder answer(int status, String description) {
            answers.add(new Answer(status, null, description));
            return this;
        }

        /** A call that names its project, where no credential fixes it. */
        public Builder namesProject() {
            return header(PROJECT, "The project; the default project without it");
        }

        /** A call of the sign-in API about a project, for its system admins, and for the operator, who names it. */
        public Builder forAdministrators() {
            return style(Style.AUTH)
                    .guard(Guard.SYSTEM_ADMIN_OR_OPERATOR)
                    .rate(RateClass.GENERAL)
                    .header(PROJECT, "The project, for the operator; the default project without it");
        }

        /** The heading under which the API document lists the route, and what it does in one sentence. */
        public Builder summary(String heading, String sentence) {
            this.tag = heading;
            this.summary = sentence;
            return this;
        }

        public Route handle(Handler handler) {
            if (style == null || guard == null) {
                throw new IllegalStateException("a route needs a style and a guard: " + method + " " + path);
            }
            if (stepUp != StepUp.NONE && guard != Guard.SESSION && guard != Guard.SYSTEM_ADMIN) {
                throw new IllegalStateException("step-up is for sessions: " + method + " " + path);
            }
            boolean saysScope = scope != null || anyScope;
            if (guard.takesProjectKeys() && !saysScope) {
                throw new IllegalStateException("a route for project keys needs a scope: " + method + " " + path);
            }
            if (saysScope && !guard.takesProjectKeys() && guard != Guard.PUBLIC) {
                throw new IllegalStateException("a scope is for project keys: " + method + " " + path);
            }
            boolean forMembers = permission == null
                    || ((guard == Guard.USER || guard == Guard.SESSION)
                            && path.toString().contains("{" + ORGANIZATION + "}"));
            if (!forMembers) {
                throw new IllegalStateException(
                        "a permission is for members of an organization: " + method + " " + path);
            }
            return new Route(
                    method,
                    path,
                    style,
                    guard,
                    permission,
                    scope,
                    rate,
                    rateSubject,
                    stepUp,
                    body,
                    bodyRequired,
                    openProtocol,
                    List.copyOf(parameters),
                    List.copyOf(answers),
                    tag,
                    summary,
                    handler);
        }
    }
}
