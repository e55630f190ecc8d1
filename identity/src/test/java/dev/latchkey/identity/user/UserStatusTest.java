package dev.latchkey.identity.user;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class UserStatusTest {

    @Property
    void disabledIsTheEndAndNothingReturnsToTheBeginning(@ForAll UserStatus from, @ForAll UserStatus to) {
        assertThat(UserStatus.DISABLED.mayBecome(to)).isEqualTo(to == UserStatus.DISABLED);
        assertThat(from.mayBecome(UserStatus.PROVISIONING)).isEqualTo(from == UserStatus.PROVISIONING);
        assertThat(from.mayBecome(from)).isTrue();
        assertThat(from.mayBecome(UserStatus.DISABLED)).isTrue();
    }
}
