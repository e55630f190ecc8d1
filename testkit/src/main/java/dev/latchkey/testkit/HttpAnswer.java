package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One answer of a server, with assertions that name the request when they fail. JSON is addressed by pointers (RFC
 * 6901) such as {@code /user/id}.
 */
public final class HttpAnswer {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String method;
    private final String path;
    private final String requestBody;
    private final HttpResponse<String> response;

    HttpAnswer(String method, String path, String requestBody, HttpResponse<String> response) {
        this.method = method;
        this.path = path;
        this.requestBody = requestBody;
        this.response = response;
    }

    public HttpAnswer hasStatus(int expected) {
        assertThat(status()).as(toString()).isEqualTo(expected);
        return this;
    }

    public HttpAnswer hasHeader(String name, String expected) {
        assertThat(header(name)).as("%s of %s", name, this).contains(expected);
        return this;
    }

    public HttpAnswer hasHeaderMatching(String name, String pattern) {
        assertThat(header(name).orElse("")).as("%s of %s", name, this).matches(pattern);
        return this;
    }

    public HttpAnswer hasNoHeader(String name) {
        assertThat(header(name)).as("%s of %s", name, this).isEmpty();
        return this;
    }

    public HttpAnswer hasNoBody() {
        assertThat(body()).as(toString()).isEmpty();
        return this;
    }

    /** The value at the pointer, as text: anything but a string as JSON. */
    public HttpAnswer hasValue(String pointer, String expected) {
        assertThat(text(pointer)).as("%s of %s", pointer, this).isEqualTo(expected);
        return this;
    }

    public HttpAnswer hasValue(String pointer, long expected) {
        return hasValue(pointer, Long.toString(expected));
    }

    public HttpAnswer hasValue(String pointer, boolean expected) {
        return hasValue(pointer, Boolean.toString(expected));
    }

    public HttpAnswer hasValueMatching(String pointer, String pattern) {
        assertThat(text(pointer)).as("%s of %s", pointer, this).matches(pattern);
        return this;
    }

    /** Nothing stands at the pointer, not even null. */
    public HttpAnswer lacks(String pointer) {
        assertThat(json().at(pointer).isMissingNode())
                .as("%s is in %s", pointer, this)
                .isTrue();
        return this;
    }

    /** Neither a header nor the body contains the text. */
    public HttpAnswer neverMentions(String text) {
        assertThat(body()).as(toString()).doesNotContain(text);
        assertThat(response.headers().map().toString()).as(toString()).doesNotContain(text);
        return this;
    }

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    /** The whole body; fails when it is not JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(body());
        } catch (JacksonException malformed) {
            throw new AssertionError("not JSON: " + this, malformed);
        }
    }

    /** The value at the pointer, as text: anything but a string as JSON; fails when nothing stands there. */
    public String text(String pointer) {
        JsonNode node = json().at(pointer);
        assertThat(node.isMissingNode())
                .as("nothing at %s of %s", pointer, this)
                .isFalse();
        return node.isString() ? node.asString() : node.toString();
    }

    /** The body as a record or another type Jackson can read. */
    public <T> T as(Class<T> type) {
        return JSON.readValue(body(), type);
    }

    public String method() {
        return method;
    }

    /** As it was asked for, query included. */
    public String path() {
        return path;
    }

    public String requestBody() {
        return requestBody;
    }

    @Override
    public String toString() {
        return method + " " + path + " -> " + status() + " " + body();
    }
}
