package dev.latchkey.tenancy.developer;

import java.util.regex.Pattern;

/** A developer's e-mail address: plausible, at most 320 characters; two are the same when they differ in case only. */
public record DeveloperEmail(String text) {

    private static final Pattern PLAUSIBLE =
            Pattern.compile("[^\\s@\\p{C}]{1,64}@[^\\s@.\\p{C}]+(\\.[^\\s@.\\p{C}]+)+");

    /** @throws IllegalArgumentException with the contract's words for what is no address */
    public static DeveloperEmail parse(String text) {
        String address = text.strip();
        if (address.length() > 320 || !PLAUSIBLE.matcher(address).matches()) {
            throw new IllegalArgumentException("must be an email");
        }
        return new DeveloperEmail(address);
    }
}
