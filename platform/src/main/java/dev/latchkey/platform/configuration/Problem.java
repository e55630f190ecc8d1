package dev.latchkey.platform.configuration;

/**
 * One thing that is wrong with the configuration. Neither text ever contains the value of a secret.
 *
 * @param name the setting as the user wrote it
 * @param sentence what is wrong with it
 * @param fix what to do about it
 */
public record Problem(String name, String sentence, String fix) {

    @Override
    public String toString() {
        return name + " " + sentence + "\n    " + fix;
    }
}
