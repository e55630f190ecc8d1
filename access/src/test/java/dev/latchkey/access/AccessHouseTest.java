package dev.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AccessHouseTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    @Test
    void peopleOfTheHouseAreSignedIn() {
        AccessHouse.Person ada = house.signUp("ada");
        ada.probe().get("/auth/user").hasStatus(200);
        assertThat(house.audited("user.register", ada.id())).isEqualTo(1);
    }
}
