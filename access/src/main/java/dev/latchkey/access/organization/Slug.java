package dev.latchkey.access.organization;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An organization's name in addresses: 1 to 100 lower-case ASCII letters, digits and hyphens (access.md 1). */
public record Slug(String value) {

    private static final int MAX_LENGTH = 100;
    private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1," + MAX_LENGTH + "}");

    /** Throws {@link IllegalArgumentException} with what is wrong. */
    public static Slug parse(String text) {
        String slug = text.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(slug).matches()) {
            throw new IllegalArgumentException("must have 1 to " + MAX_LENGTH + " letters (a to z), digits or hyphens");
        }
        return new Slug(slug);
    }

    /** The slug that a name leads to; empty when nothing of the name can be in one. */
    public static Optional<Slug> from(OrganizationName name) {
        String joined = edges(name.value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        String slug = joined.length() <= MAX_LENGTH ? joined : edges(joined.substring(0, MAX_LENGTH));
        return slug.isEmpty() ? Optional.empty() : Optional.of(new Slug(slug));
    }

    private static String edges(String text) {
        return text.replaceAll("^-+|-+$", "");
    }

    @Override
    public String toString() {
        return value;
    }
}
