package dev.latchkey.platform.configuration;

import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One PEM block (RFC 7468); its content may be a private key and is never shown. */
public final class PemBlock {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END ([A-Z0-9 ]+)-----");

    private final String label;
    private final byte[] der;

    private PemBlock(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    /** Throws {@link InvalidValueException} unless the text is exactly one block with one of the labels. */
    static PemBlock parse(String text, Set<String> labels) {
        Matcher block = BLOCK.matcher(text.replace("\\n", "\n").strip());
        if (!block.matches() || !block.group(1).equals(block.group(3))) {
            throw new InvalidValueException("must be one whole PEM block, from its BEGIN line to its END line");
        }
        if (!labels.contains(block.group(1))) {
            throw new InvalidValueException("is a PEM block \"" + block.group(1) + "\" but must be \""
                    + String.join("\" or \"", labels) + "\"");
        }
        try {
            return new PemBlock(
                    block.group(1), Base64.getDecoder().decode(block.group(2).replaceAll("\\s", "")));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidValueException("is a PEM block whose content is not base64");
        }
    }

    /** For example {@code RSA PRIVATE KEY}. */
    public String label() {
        return label;
    }

    /** A copy of the decoded content. */
    public byte[] der() {
        return der.clone();
    }

    @Override
    public String toString() {
        return label + " " + Secret.MASK;
    }
}
