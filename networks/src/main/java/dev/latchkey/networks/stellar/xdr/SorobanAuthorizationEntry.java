package dev.latchkey.networks.stellar.xdr;

/** Someone's consent to a tree of contract calls. */
public record SorobanAuthorizationEntry(SorobanCredentials credentials, SorobanAuthorizedInvocation rootInvocation)
        implements XdrValue {
    public static SorobanAuthorizationEntry read(XdrReader in) {
        return new SorobanAuthorizationEntry(SorobanCredentials.read(in), SorobanAuthorizedInvocation.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.value(credentials).value(rootInvocation);
    }
}
