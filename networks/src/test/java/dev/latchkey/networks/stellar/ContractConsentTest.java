package dev.latchkey.networks.stellar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.ContractId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.HashIdPreimage;
import dev.latchkey.networks.stellar.xdr.HostFunction.InvokeContractArgs;
import dev.latchkey.networks.stellar.xdr.ScAddress;
import dev.latchkey.networks.stellar.xdr.ScVal;
import dev.latchkey.networks.stellar.xdr.SorobanAuthorizationEntry;
import dev.latchkey.networks.stellar.xdr.SorobanAuthorizedInvocation;
import dev.latchkey.networks.stellar.xdr.SorobanCredentials;
import dev.latchkey.networks.stellar.xdr.SorobanCredentials.AddressCredentials;
import dev.latchkey.networks.stellar.xdr.XdrReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.Auth;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;

class ContractConsentTest {
    private static final Hash NETWORK = Hash.sha256(StellarNetwork.TEST_PASSPHRASE.getBytes(StandardCharsets.UTF_8));
    private static final SorobanAuthorizedInvocation CALL = new SorobanAuthorizedInvocation(
            new SorobanAuthorizedInvocation.Function.ContractFunction(new InvokeContractArgs(
                    ScAddress.of(new ContractId(Hash.hex("ab".repeat(32)))),
                    Bytes.utf8("transfer"),
                    List.of(ScVal.i128(5)))),
            List.of());

    private final KeyPair keys = KeyPair.fromSecretSeed(new byte[32]);
    private final AccountId account = AccountId.parse(keys.getAccountId());
    private final AddressCredentials unsigned = new AddressCredentials(ScAddress.of(account), -77, 1234, ScVal.VOID);

    @Test
    void consentOfAnAccountIsTheOneThatTheSdkSigns() throws Exception {
        SorobanAuthorizationEntry entry =
                new SorobanAuthorizationEntry(new SorobanCredentials.ByAddress(unsigned), CALL);
        String theirs = Auth.authorizeEntry(entry.toBase64(), keys, 1234L, Network.TESTNET)
                .toXdrBase64();

        byte[] signature = keys.sign(ContractConsent.payload(NETWORK, entry).toArray());
        SorobanAuthorizationEntry ours = new SorobanAuthorizationEntry(
                new SorobanCredentials.ByAddress(new AddressCredentials(
                        unsigned.address(), -77, 1234, ContractConsent.accountSignature(account, signature))),
                CALL);
        assertThat(ours.toBase64()).isEqualTo(theirs);
        assertThat(XdrReader.decodeBase64(theirs, SorobanAuthorizationEntry::read))
                .isEqualTo(ours);
    }

    @Test
    void newerCredentialsBindTheAddress() {
        Hash bound =
                new HashIdPreimage.SorobanAuthorizationWithAddress(NETWORK, -77, 1234, unsigned.address(), CALL).hash();
        assertThat(payload(new SorobanCredentials.ByAddressV2(unsigned))).isEqualTo(bound);
        assertThat(payload(new SorobanCredentials.ByAddressWithDelegates(unsigned, List.of())))
                .isEqualTo(bound);
        assertThat(payload(new SorobanCredentials.ByAddress(unsigned))).isNotEqualTo(bound);
    }

    @Test
    void sourceAccountsConsentByTheTransactionItself() {
        assertThatThrownBy(() -> payload(new SorobanCredentials.SourceAccount()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Hash payload(SorobanCredentials credentials) {
        return ContractConsent.payload(NETWORK, new SorobanAuthorizationEntry(credentials, CALL));
    }
}
