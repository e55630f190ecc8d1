package dev.latchkey.platform.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * One language: a template for every kind of letter, and the phrases that go into them. Read once from resources beside
 * this class: {@code <language>/<kind>.txt} and {@code <language>/phrases.properties}.
 */
final class Words {

    private final Map<LetterKind, Template> templates = new EnumMap<>(LetterKind.class);
    private final Map<String, String> phrases = new HashMap<>();
    private final Locale locale;

    Words(String language) {
        this.locale = Locale.forLanguageTag(language);
        for (LetterKind kind : LetterKind.values()) {
            templates.put(kind, Template.parse(resource(language + "/" + kind.template() + ".txt")));
        }
        Properties read = new Properties();
        try {
            read.load(new StringReader(resource(language + "/phrases.properties")));
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        read.forEach((name, phrase) -> phrases.put((String) name, (String) phrase));
    }

    static String resource(String name) {
        try (InputStream in = Words.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** As HTML writes it. */
    String language() {
        return locale.toLanguageTag();
    }

    Template template(LetterKind kind) {
        Template template = templates.get(kind);
        if (template == null) {
            throw new IllegalStateException("no template " + kind);
        }
        return template;
    }

    /** A phrase this language must have. */
    String phrase(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no phrase " + name + " in " + language()));
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(phrases.get(name));
    }

    /** How this language writes a time, always UTC. */
    DateTimeFormatter times() {
        return DateTimeFormatter.ofPattern(phrase("time.pattern"), locale).withZone(java.time.ZoneOffset.UTC);
    }
}
