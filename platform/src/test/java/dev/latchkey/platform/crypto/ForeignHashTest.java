package dev.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each algorithm against vectors that its own people published, written in the notations that are imported. */
class ForeignHashTest {
    private static final HashGate GATE = new HashGate(2, 100, Duration.ofSeconds(30));
    private static final PasswordHasher HASHER =
            new PasswordHasher(GATE, new SecureRandom(), new Argon2Parameters(64, 1, 1));

    @AfterAll
    static void stop() {
        GATE.close();
    }

    /** jBCrypt's and crypt_blowfish's test vectors. */
    @ParameterizedTest
    @CsvSource({
        "'', $2a$08$HqWuK6/Ng6sg9gQzbLrgb.Tl.ZHfXLhvt/SgVyWhQqgqcZ7ZuUtye",
        "a, $2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
        "abc, $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
        "abcdefghijklmnopqrstuvwxyz, $2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
        "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U, $2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U, $2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
    })
    void bcrypt(String password, String stored) {
        verifies(password, stored);
    }

    @Test
    void bcryptKnowsTheFirst72BytesOnly() {
        String stored = "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui";
        String known = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        verifies(known, stored);
        assertThat(HASHER.verify(known + "chars after 72 are ignored", ForeignHash.parse(stored)))
                .isTrue();
        assertThat(HASHER.verify(known.substring(1), ForeignHash.parse(stored))).isFalse();
    }

    /** RFC 7914 §12, whose last vector takes 1 GiB, and the crypt(3) form of its third. */
    @ParameterizedTest
    @CsvSource({
        "'', $scrypt$ln=4;r=1;p=1$$"
                + "d9ZXYjhleyA7GcpCwYoEl/FrSETjB0ro39/6P+3iFEL80Aad7QlI+DJqdToPyB8X6NPg+y4NNijPNeIMONGJBg",
        "password, $scrypt$ln=10;r=8;p=16$TmFDbA$"
                + "/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA",
        "pleaseletmein, $scrypt$ln=14;r=8;p=1$U29kaXVtQ2hsb3JpZGU$"
                + "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw",
        "pleaseletmein, $7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D"
    })
    void scrypt(String password, String stored) {
        verifies(password, stored.replace(';', ','));
    }

    /** RFC 6070 (SHA-1), RFC 7914 §11 (SHA-256), Django's own test, and one by OpenSSL (SHA-512). */
    @ParameterizedTest
    @CsvSource({
        "password, $pbkdf2$1$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y",
        "password, $pbkdf2$4096$c2FsdA$SwB5AbdlSJq.rUnZJvch0GWkKcE",
        "passwordPASSWORDpassword, $pbkdf2$4096$c2FsdFNBTFRzYWx0U0FMVHNhbHRTQUxUc2FsdFNBTFRzYWx0$"
                + "PS7sT.QchJuAyNg2YsDkSospGpZM8vBwOA",
        "passwd, $pbkdf2-sha256$1$c2FsdA$"
                + "VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLxJypzM8Xm2RZkWZLOdd.8xfHG4RbHjC9UJESBB06GXgw",
        "Password, $pbkdf2-sha256$80000$TmFDbA$"
                + "TdzY9guYviGDDO5e8icB.WQaRBjQTAQUrv8Ih2s0q1ah1CWhIlgzVJrbhBtRybMXaicr3ruh0HhHj2Kzl/M8jQ",
        "lètmein, pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "päss wörd \uD83D\uDD11, $pbkdf2-sha512$25000$c2l4dGVlbiBieXRlcyBvaw$"
                + "x3PJfO6PDrMx73fVSfE5t3Bi3tcJ92umZESE8QoqHRTqDiUScdbIrvP.jANzwRjvKGFAkY9Rz9V5q3eelPRjUA"
    })
    void pbkdf2(String password, String stored) {
        verifies(password, stored);
    }

    /** The vector of Firebase's own scrypt repository. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
                "lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ=="
            })
    void firebase(String hash) {
        verifies("user1password", "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=" + SIGNER_KEY + "$42xEC+ixf3L2lw==$" + hash);
    }

    /** The reference implementation's tests (the 64 MiB ones), and hashes made by its command. */
    @ParameterizedTest
    @CsvSource({
        "$argon2i$v=19$m=65536;t=2;p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
        "$argon2i$m=65536;t=2;p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ",
        "$argon2i$v=19$m=4096;t=3;p=2$c29tZXNhbHQ$vm+fF9fCfHvpES7Fqx9su1i4d6yG3BfXVKvKgDPMIRA",
        "$argon2d$v=19$m=4096;t=3;p=2$c29tZXNhbHQ$IMsaft+WIKhHgxkoRG9EUsnJNQkneCPqk3pcLUK/bQM",
        "$argon2d$v=16$m=1024;t=2;p=1$c29tZXNhbHQ$zEXBeUJHRaEfOsvUFzWw3awo0RQmSyVnzAnDIsFpR9Y",
        "$argon2id$v=16$m=1024;t=2;p=1$c29tZXNhbHQ$FyFxnh+O+/BMbvjAH7v9tcSdX9cGKXq9"
    })
    void argon2(String stored) {
        verifies("password", stored.replace(';', ','));
    }

    @Test
    void argon2idOfVersion19IsReadAsOneOfOurs() {
        StoredPassword stored = StoredPassword.imported(
                "$argon2id$v=19$m=4096,t=3,p=2$c29tZXNhbHQ$LpPABDeb1KgKypkPHbjfNPxMj3dnGUCphtUM0xpkh/U");
        assertThat(stored).isInstanceOf(PasswordHash.class);
        assertThat(HASHER.verify("password", stored)).isTrue();
        assertThat(HASHER.needsRehash(stored)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "$2b$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW, cost from 4 to 14",
        "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW, cost from 4 to 14",
        "$scrypt$ln=22;r=8;p=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA, 256 MiB",
        "$scrypt$ln=30;r=9999;p=9999$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA, 256 MiB",
        "$scrypt$ln=14;r=8;p=999$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA, 2^21",
        "$7$K6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D, 256 MiB",
        "$7$zzzzzzzzzzzSodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D, scrypt takes",
        "$pbkdf2-sha256$1000000000$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA, 2000000 iterations",
        "$pbkdf2-sha256$9999999999$c2FsdA$AAAAAAAAAAAAAAAAAAAAAA, 2000000 iterations",
        "$argon2id$v=19$m=1048576;t=1;p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc, 256 MiB",
        "$argon2i$v=19$m=262144;t=9;p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc, 1 GiB",
        "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW, malformed",
        "$2a$05$short, malformed",
        "$scrypt$ln=14;r=8;p=1$!!!!$AAAAAAAAAAAAAAAAAAAAAA, invalid base64",
        "$scrypt$ln=14;r=8;p=1$TmFDbA$AAAA, 16 to 64 bytes",
        "$fbscrypt$v=1;n=14;r=8;p=1;ss=Bw==;sk=Bw==$AAAA$AAAA, length of the signer key",
        "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/, no known form",
        "5f4dcc3b5aa765d61d8327deb882cf99, no known form",
        "'', no known form"
    })
    void whatCostsTooMuchOrIsUnknownIsRefusedWithAReason(String stored, String reason) {
        assertThatThrownBy(() -> StoredPassword.imported(stored.replace(';', ',')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void endlessHashesAreRefused() {
        assertThatThrownBy(() -> StoredPassword.imported("$2a$05$" + "C".repeat(2000)))
                .hasMessageContaining("1024 characters");
    }

    @Test
    void hashesAreNotPrinted() {
        assertThat(ForeignHash.parse("$pbkdf2$1$c2FsdA$DGDID5YfDnHzqbUkr2ASBi/gN6Y"))
                .hasToString("Pbkdf2Hash");
    }

    private static final String SIGNER_KEY =
            "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==";

    private static void verifies(String password, String stored) {
        StoredPassword hash = StoredPassword.imported(stored);
        assertThat(hash.stored()).isEqualTo(stored);
        assertThat(HASHER.verify(password, hash)).isTrue();
        assertThat(HASHER.verify(password + "x", hash))
                .isEqualTo(password.length() >= 72 && hash instanceof BcryptHash);
        assertThat(HASHER.verify("wrong", hash)).isFalse();
        assertThat(HASHER.needsRehash(hash)).isTrue();
    }
}
