package dev.latchkey.platform.signal;

/**
 * Something has changed.
 *
 * @param topic what kind of thing, without spaces
 * @param key which one; at most some hundred characters
 */
public record Signal(String topic, String key) {

    private static final int MAX_LENGTH = 1000;

    public Signal {
        if (topic.isEmpty() || topic.indexOf(' ') >= 0 || topic.length() + key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("not a signal: " + topic);
        }
    }
}
