package dev.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.DatabaseExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AccessHouseTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = AccessHouse.databases();

    private AccessHouse house;

    @BeforeEach
    void open() {
        house = AccessHouse.open(DATABASE.database());
    }

    @AfterEach
    void close() {
        house.wipe();
        house.close();
    }

    @Test
    void peopleOfTheHouseAreSignedIn() {
        AccessHouse.Person ada = house.signUp("ada");
        ada.probe().get("/auth/user").hasStatus(200);
        assertThat(house.audited("user.register", ada.id())).isEqualTo(1);
    }
}
