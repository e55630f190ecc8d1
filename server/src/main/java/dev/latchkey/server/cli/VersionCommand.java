package dev.latchkey.server.cli;

import dev.latchkey.platform.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code latchkey version}. */
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
public final class VersionCommand implements Runnable, IVersionProvider {

    @Override
    public void run() {
        System.out.println(getVersion()[0]);
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "latchkey " + Version.current() + " (Java " + Runtime.version().feature() + ")"
        };
    }
}
