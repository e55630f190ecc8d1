package dev.latchkey.platform.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a {@code .env} file: {@code NAME=value}, optionally after {@code export}. A value in single quotes is
 * taken as it is, in double quotes {@code \n}, {@code \"} and {@code \\} are escapes and the value may span lines; without
 * quotes it ends before {@code  #}. Nothing is substituted.
 */
record DotEnvFile(Map<String, String> values, List<Problem> problems) {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    static DotEnvFile read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException none) {
            return new DotEnvFile(Map.of(), List.of());
        } catch (IOException unreadable) {
            Problem problem = new Problem(
                    file.toString(), "cannot be read as UTF-8 text.", "Make it readable for this user, or remove it.");
            return new DotEnvFile(Map.of(), List.of(problem));
        }
    }

    static DotEnvFile parse(String fileName, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int first = i;
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (!assignment.matches()) {
                problems.add(problem(fileName, first, "is not NAME=value."));
                continue;
            }
            StringBuilder value = new StringBuilder(assignment.group(2));
            boolean quoted = value.indexOf("\"") == 0 || value.indexOf("'") == 0;
            int end = quoted ? closingQuote(value) : 0;
            while (quoted && end < 0 && i + 1 < lines.size()) {
                value.append('\n').append(lines.get(++i));
                end = closingQuote(value);
            }
            if (quoted && end < 0) {
                problems.add(problem(fileName, first, "opens a quote that nothing closes."));
                return new DotEnvFile(values, problems);
            }
            values.put(assignment.group(1), quoted ? unquoted(value, end) : bare(value.toString()));
        }
        return new DotEnvFile(values, problems);
    }

    private static int closingQuote(CharSequence value) {
        char quote = value.charAt(0);
        for (int i = 1; i < value.length(); i++) {
            if (value.charAt(i) == '\\' && quote == '"') {
                i++;
                continue;
            }
            if (value.charAt(i) == quote) {
                return i;
            }
        }
        return -1;
    }

    private static String unquoted(StringBuilder value, int end) {
        String inside = value.substring(1, end);
        return value.charAt(0) == '\''
                ? inside
                : inside.replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\n", "$1\n").replaceAll("\\\\([\"\\\\$])", "$1");
    }

    private static String bare(String value) {
        return value.startsWith("#") ? "" : value.replaceFirst("\\s+#.*$", "").strip();
    }

    private static Problem problem(String fileName, int line, String sentence) {
        return new Problem(
                fileName + " line " + (line + 1), sentence, "Write NAME=value, or put # in front of a comment.");
    }
}
