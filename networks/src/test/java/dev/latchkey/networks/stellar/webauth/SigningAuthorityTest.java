package dev.latchkey.networks.stellar.webauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.networks.stellar.horizon.HorizonAccount;
import dev.latchkey.networks.stellar.horizon.HorizonAccount.SignerEntry;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.networks.stellar.xdr.AccountId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningAuthorityTest {
    private static final AccountId MASTER = account(1);
    private static final AccountId FRIEND = account(2);

    @Test
    void onlyKeysWithWeightCount() {
        HorizonAccount account = account(
                3,
                signer(MASTER.toString(), "ed25519_public_key", 0),
                signer(FRIEND.toString(), "ed25519_public_key", 2),
                signer(StrKey.encode(StrKeyKind.HASH_X, new byte[32]), "sha256_hash", 9),
                signer(StrKey.encode(StrKeyKind.PRE_AUTH_TRANSACTION, new byte[32]), "preauth_tx", 9));

        assertThat(SigningAuthority.of(account)).isEqualTo(new SigningAuthority(Map.of(FRIEND, 2L), 3));
    }

    @Test
    void oneKeySufficesWhereItsWeightReachesTheThresholdOfPayments() {
        SigningAuthority shared = SigningAuthority.of(account(
                3,
                signer(MASTER.toString(), "ed25519_public_key", 3),
                signer(FRIEND.toString(), "ed25519_public_key", 2)));
        assertThat(shared.satisfiedBy(MASTER)).isTrue();
        assertThat(shared.satisfiedBy(FRIEND)).isFalse();
        assertThat(shared.satisfiedBy(account(3))).isFalse();
    }

    @Test
    void aThresholdOfZeroStillAsksForASigner() {
        SigningAuthority open = SigningAuthority.of(account(0, signer(MASTER.toString(), "ed25519_public_key", 1)));
        assertThat(open.threshold()).isEqualTo(1);
        assertThat(open.satisfiedBy(MASTER)).isTrue();
        assertThat(open.satisfiedBy(FRIEND)).isFalse();
    }

    @Test
    void anAccountThatDoesNotExistHasOnlyItsMasterKey() {
        SigningAuthority authority = SigningAuthority.masterKey(MASTER);
        assertThat(authority.satisfiedBy(MASTER)).isTrue();
        assertThat(authority.satisfiedBy(FRIEND)).isFalse();
    }

    private static SignerEntry signer(String key, String type, long weight) {
        return new SignerEntry(key, type, weight, null);
    }

    private static AccountId account(int number) {
        byte[] key = new byte[32];
        key[31] = (byte) number;
        return AccountId.of(key);
    }

    private static HorizonAccount account(long mediumThreshold, SignerEntry... signers) {
        return new HorizonAccount(
                MASTER,
                1,
                1,
                0,
                0,
                0,
                null,
                null,
                new HorizonAccount.Thresholds(1, mediumThreshold, 20),
                new HorizonAccount.Flags(false, false, false, false),
                List.of(),
                List.of(signers),
                Map.of());
    }
}
