package dev.latchkey.platform.http;

import java.util.Arrays;
import java.util.List;

/**
 * A route's path: literal segments and {@code {parameters}}, e.g. {@code /wallets/{id}}.
 *
 * @param text the whole path, with a slash in front and none behind
 * @param segments without slashes; the root has none
 */
public record PathPattern(String text, List<String> segments) {

    public static PathPattern of(String path) {
        List<String> segments = split(path);
        return new PathPattern("/" + String.join("/", segments), segments);
    }

    /** The non-empty segments of a path; a trailing slash makes no difference. */
    static List<String> split(String path) {
        return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }

    /** The names of its parameters, from left to right. */
    List<String> parameterNames() {
        return segments.stream()
                .filter(PathPattern::isParameter)
                .map(PathPattern::parameterName)
                .toList();
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    static String parameterName(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
