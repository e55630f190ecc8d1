package dev.latchkey.networks.solana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.crypto.Ed25519PublicKey;
import dev.latchkey.platform.crypto.Ed25519Signature;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.KeyPair;

class WalletMessageTest {
    private final KeyPair key = KeyPair.fromSecretSeed(new byte[32]);
    private final SolanaAddress address = new SolanaAddress(new Ed25519PublicKey(key.getPublicKey()));

    /** A signature that a wallet made for a Starknet controller; found among that project's public tests. */
    @Test
    void aPublishedSignatureIsValid() {
        SolanaAddress signer = SolanaAddress.parse("24KebvJCscDwVm5KDMF3BJzZ8F6NqXpPUGGVC9Nz1bG6");
        String text = """
                https://example.com wants you to sign in with your Solana account:
                24KebvJCscDwVm5KDMF3BJzZ8F6NqXpPUGGVC9Nz1bG6

                Authorize Controller session with hash: 0x1234567890abcdef""";
        Ed25519Signature signature = new Ed25519Signature(Base58.decode(
                "5xFDgX19fmWMPK8R7pLPR5WtPUPuarYKPxLbZdU4TUZ8KVSvgDX5aDwEy1EySHN1ipDNf2xTQc69cs6tWXc7mFJM"));

        assertThat(signer.key().toString())
                .isEqualTo("0fb583db624d09d8e19a8a5bc33176a5005f3d4dd496d762630e07a320af0c63");
        assertThat(WalletMessage.verify(signer, text, signature)).isTrue();
        assertThat(WalletMessage.verify(signer, text + " ", signature)).isFalse();
        assertThat(WalletMessage.verify(address, text, signature)).isFalse();
    }

    @Test
    void hardwareWalletsSignWithAHeader() {
        String text = "Login to us";
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(WalletMessage.withDraftHeader((byte) 0, message)))
                .isEqualTo("ff736f6c616e61206f6666636861696e" + "00" + "00" + "0b00"
                        + HexFormat.of().formatHex(message));
        assertThat(HexFormat.of().formatHex(WalletMessage.withHeader(address, (byte) 0, message)))
                .isEqualTo("ff736f6c616e61206f6666636861696e" + "00" + "00".repeat(32) + "00" + "01" + address.key()
                        + "0b00" + HexFormat.of().formatHex(message));
        assertThat(WalletMessage.verify(address, text, sign(WalletMessage.withDraftHeader((byte) 0, message))))
                .isTrue();
        assertThat(WalletMessage.verify(address, text, sign(WalletMessage.withHeader(address, (byte) 0, message))))
                .isTrue();
        assertThat(WalletMessage.verify(address, text, sign(WalletMessage.withHeader(address, (byte) 3, message))))
                .isFalse();
    }

    @Test
    void textsOfSeveralLinesAreUtf8ForDevicesAndLongOnesExtended() {
        String lines = "Ein\nzwei";
        byte[] message = lines.getBytes(StandardCharsets.UTF_8);
        assertThat(WalletMessage.verify(address, lines, sign(WalletMessage.withDraftHeader((byte) 1, message))))
                .isTrue();
        String longer = "x".repeat(1300);
        byte[] longMessage = longer.getBytes(StandardCharsets.UTF_8);
        assertThat(WalletMessage.verify(address, longer, sign(WalletMessage.withDraftHeader((byte) 2, longMessage))))
                .isTrue();
        String tooLong = "x".repeat(70_000);
        assertThat(WalletMessage.verify(address, tooLong, sign(message))).isFalse();
    }

    private Ed25519Signature sign(byte[] bytes) {
        return new Ed25519Signature(key.sign(bytes));
    }
}
