package dev.latchkey.custody.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The state machine of mux-api.md 6.2. */
class WalletStatusTest {

    private static final Set<WalletStatus> TERMINAL = EnumSet.of(WalletStatus.DISABLED, WalletStatus.COMPROMISED);

    @Property
    void nothingLeavesATerminalStateAndEverythingElseCanBeDisabled(@ForAll WalletStatus status) {
        assertThat(status.next().isEmpty()).isEqualTo(TERMINAL.contains(status));
        assertThat(status.next().contains(WalletStatus.DISABLED)).isNotEqualTo(TERMINAL.contains(status));
    }

    @Property
    void noMoveEndsWhereItBeganAndNoneLeadsBackToProvisioning(@ForAll WalletStatus status) {
        assertThat(status.next()).doesNotContain(status, WalletStatus.PROVISIONING);
    }

    @Property
    void onlyAWalletInUseCanBeCompromised(@ForAll WalletStatus status) {
        assertThat(status.next().contains(WalletStatus.COMPROMISED))
                .isEqualTo(EnumSet.of(WalletStatus.ACTIVE, WalletStatus.ROTATING, WalletStatus.SUSPENDED)
                        .contains(status));
    }

    @Example
    void onlyActiveAndRotatingWalletsSign() {
        assertThat(EnumSet.allOf(WalletStatus.class).stream().filter(WalletStatus::signs))
                .containsExactly(WalletStatus.ACTIVE, WalletStatus.ROTATING);
    }
}
