package dev.latchkey.server.local;

record Sandbox() implements AutoCloseable {
    static Sandbox start(Object o) {
        return new Sandbox();
    }

    String horizonUrl() {
        return "http://127.0.0.1:1";
    }

    String rpcUrl() {
        return horizonUrl();
    }

    String friendbotUrl() {
        return horizonUrl();
    }

    String passphrase() {
        return "x";
    }

    @Override
    public void close() {}
}
