package dev.latchkey.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What mails say, and what other people's text in them cannot do. */
final class LetterWriterTest {

    private static final MailAddress FROM = new MailAddress("hello@app.example", "The App");
    private static final String TOKEN = "tok_+/=&<\"'";
    private static final String TOKEN_IN_LINK = "?token=tok_%2B%2F%3D%26%3C%22%27";
    private static final List<String> FACTS = List.of(
            "org_name",
            "inviter_name",
            "role",
            "login_time",
            "event_time",
            "deletion_time",
            "ip_address",
            "location",
            "device",
            "browser",
            "change",
            "credential");
    private static final Pattern UNFILLED = Pattern.compile("\\{[a-z_]+}");

    private final LetterWriter writer =
            new LetterWriter(() -> new LetterWriter.Sender(FROM, URI.create("https://app.example/base/")));

    static Stream<Arguments> everyKindInEveryLanguage() {
        return Arrays.stream(LetterKind.values())
                .flatMap(kind -> LetterWriter.languages().stream().map(language -> Arguments.of(kind, language)));
    }

    @ParameterizedTest
    @MethodSource("everyKindInEveryLanguage")
    void everyLetterHasAllItsWordsWithAndWithoutFacts(LetterKind kind, String language) {
        for (Map<String, String> facts : List.of(Map.<String, String>of(), allFacts("value"))) {
            for (String name : Arrays.asList("Ada Lovelace", null)) {
                MailMessage mail = write(kind, name, language, facts);
                assertThat(mail.subject()).isNotBlank().doesNotContainPattern(UNFILLED);
                assertThat(mail.text())
                        .doesNotContainPattern(UNFILLED)
                        .contains("https://app.example/base" + kind.path());
                assertThat(withoutStyle(mail.html()))
                        .doesNotContainPattern(UNFILLED)
                        .contains(
                                "<html lang=\"" + language + "\">",
                                "<title>",
                                "name=\"referrer\" content=\"no-referrer\"");
                assertThat(mail.kind()).isEqualTo(kind.topic());
                assertThat(mail.from()).isEqualTo(FROM);
                assertThat(mail.to()).isEqualTo(MailAddress.of("ada@example.com"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyKindInEveryLanguage")
    void everyLinkCarriesTheTokenAndNoReferrer(LetterKind kind, String language) {
        MailMessage mail = write(kind, "Ada", language, Map.of());
        String link = "https://app.example/base" + kind.path() + TOKEN_IN_LINK;
        assertThat(mail.text().lines()).contains(link);
        List<String> anchors = Pattern.compile("<a [^>]*>")
                .matcher(mail.html())
                .results()
                .map(found -> found.group())
                .toList();
        assertThat(anchors).hasSize(2).allSatisfy(anchor -> assertThat(anchor)
                .contains("href=\"" + link + "\"", "rel=\"noopener noreferrer\"", "referrerpolicy=\"no-referrer\""));
        assertThat(mail.subject()).doesNotContain("tok_");
    }

    @ParameterizedTest
    @MethodSource("everyKindInEveryLanguage")
    void hostileFactsStayText(LetterKind kind, String language) {
        String hostile = "<script>alert(1)</script>\"'\r\nBcc: eve@evil.example\r\n\r\n=> click {link} {greeting}";
        MailMessage mail = write(kind, hostile, language, allFacts(hostile));
        assertThat(mail.html()).doesNotContain("<script", "alert(1)</script>", "\"'", "\nBcc");
        assertThat(mail.subject()).doesNotContain("\r", "\n");
        assertThat(mail.text().lines()).noneMatch(line -> line.startsWith("Bcc") || line.startsWith("=>"));
        assertThat(mail.text().split("https://app.example/base", -1))
                .as("a value that looks like a variable is not filled in")
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("everyKindInEveryLanguage")
    void namesNeverBecomeLinks(LetterKind kind, String language) {
        String advert = "Win at https://evil.example/now or www.evil.example";
        MailMessage mail = write(kind, advert, language, allFacts(advert));
        assertThat(mail.text() + mail.subject() + mail.html())
                .doesNotContain("https://evil", "evil.example", "www.evil");
    }

    @Property(tries = 300)
    void whateverIsPutInTheHtmlKeepsItsTagsAndTheSubjectItsLine(@ForAll @StringLength(max = 300) String anything) {
        for (LetterKind kind : List.of(LetterKind.INVITE, LetterKind.SECURITY_ALERT)) {
            MailMessage plain = write(kind, "x", "en", allFacts("x"));
            MailMessage mail = write(kind, anything, "en", allFacts(anything));
            assertThat(tags(mail.html())).isEqualTo(tags(plain.html()));
            assertThat(mail.subject()).doesNotContainPattern("\\p{Cc}");
            assertThat(mail.subject().length()).isLessThan(300);
        }
    }

    @Test
    void theSubjectsAreThoseOfTheContract() {
        assertThat(subject(LetterKind.VERIFICATION, "en")).isEqualTo("Verify your email address");
        assertThat(subject(LetterKind.PASSWORD_RESET, "en")).isEqualTo("Reset your password");
        assertThat(subject(LetterKind.INVITE, "en")).isEqualTo("You've been invited to join Analytical Engines");
        assertThat(subject(LetterKind.INSTANT_LINK, "en")).isEqualTo("Your sign-in link");
        assertThat(subject(LetterKind.SECURITY_ALERT, "en")).isEqualTo("New sign-in to your account");
    }

    @Test
    void languagesAreChosenByTagAndFallBackToEnglish() {
        assertThat(subject(LetterKind.INSTANT_LINK, "de")).isEqualTo("Ihr Anmeldelink");
        for (String german : List.of("de-AT", "de_CH", "DE")) {
            assertThat(subject(LetterKind.INSTANT_LINK, german)).as(german).isEqualTo("Ihr Anmeldelink");
        }
        for (String other : Arrays.asList("fr", "", "../../etc", "x-klingon", null)) {
            assertThat(subject(LetterKind.INSTANT_LINK, other)).as(other).isEqualTo("Your sign-in link");
        }
    }

    @Test
    void noTwoLanguagesSayTheSame() {
        for (LetterKind kind : LetterKind.values()) {
            assertThat(subject(kind, "de")).as(kind.topic()).isNotEqualTo(subject(kind, "en"));
        }
    }

    @Test
    void whatIsMissingReadsAsTheContractSays() {
        MailMessage alert = write(LetterKind.SECURITY_ALERT, null, null, Map.of());
        assertThat(alert.text())
                .contains(
                        "Hello there,",
                        "Unknown time",
                        "Unknown address",
                        "Unknown location",
                        "Unknown device",
                        "Unknown browser");
        assertThat(write(LetterKind.INVITE, " ", null, Map.of()).text())
                .contains("Hello there,", "Someone invites you");
        assertThat(write(LetterKind.INVITE, null, "de", Map.of()).text()).contains("Guten Tag,", "Jemand lädt Sie");
    }

    @Test
    void factsOfOursReadInTheReadersLanguage() {
        Map<String, String> facts =
                Map.of("credential", "webauthn_passkey", "change", "removed", "event_time", "2026-11-22T05:29:08.123Z");
        assertThat(write(LetterKind.CREDENTIAL_CHANGED, "Ada", "en", facts).text())
                .contains("What: passkey", "Change: removed", "Time: November 22, 2026 at 05:29 UTC");
        assertThat(write(LetterKind.CREDENTIAL_CHANGED, "Ada", "de", facts).text())
                .contains("Was: Passkey", "Änderung: entfernt", "Zeit: 22. November 2026, 05:29 UTC");
    }

    @Test
    void aPhraseMayTellAnotherFact() {
        Map<String, String> facts = Map.of("credential", "totp", "change", "recovery_code_used", "remaining", "9");
        assertThat(write(LetterKind.CREDENTIAL_CHANGED, "Ada", "en", facts).text())
                .contains("What: two-factor authentication", "Change: a recovery code was used, 9 are left");
        assertThat(write(LetterKind.CREDENTIAL_CHANGED, "Ada", "de", facts).text())
                .contains("Was: Zwei-Faktor-Anmeldung", "benutzt, 9 sind übrig");
    }

    @Test
    void theTimeALinkWorksIsSaidInWords() {
        assertThat(write(LetterKind.VERIFICATION, "Ada", "en", Map.of()).text()).contains("works for 24 hours");
        assertThat(write(LetterKind.VERIFICATION, "Ada", "en", Map.of("expires_in_hours", "1"))
                        .text())
                .contains("works for one hour");
        assertThat(write(LetterKind.INSTANT_LINK, "Ada", "en", Map.of("expires_in_minutes", "soon"))
                        .text())
                .contains("works for 15 minutes");
        assertThat(write(LetterKind.INVITE, "Ada", "de", Map.of()).text()).contains("gilt 7 Tage");
    }

    @Test
    void addressesStayWhatTheyAre() {
        assertThat(write(
                                LetterKind.SECURITY_ALERT,
                                "Ada",
                                "en",
                                Map.of("ip_address", "2001:db8::7", "device", "J.Doe's"))
                        .text())
                .contains("Address: 2001:db8::7", "Device: J. Doe's");
    }

    @Test
    void recipientsThatWouldBreakOutOfAHeaderAreRefused() {
        for (String address : List.of(
                "ada@example.com\r\nBcc: eve@example.com",
                "ada@example.com, eve@example.com",
                "Ada <ada@example.com>",
                "ada@example.com\0",
                "ada example.com",
                "@example.com",
                "ada@",
                "ada@exa mple.com",
                "ada@example.com>",
                "a".repeat(250) + "@b.example")) {
            Letter letter = new Letter("email.security_alert", address, "Ada", null, Map.of(), null);
            assertThatThrownBy(() -> writer.write(letter, "ref")).as(address).isInstanceOf(UnsendableException.class);
        }
    }

    @Test
    void aMessageOfAnEmbeddingProgramCannotBreakOutOfAHeaderEither() {
        MailAddress to = MailAddress.of("ada@example.com");
        assertThatThrownBy(() -> new MailMessage(FROM, to, "Hi\r\nBcc: e@e.e", "", "", "own", "r"))
                .isInstanceOf(UnsendableException.class);
        assertThatThrownBy(() -> new MailAddress("ada@example.com", "Ada\nX: y"))
                .isInstanceOf(UnsendableException.class);
        assertThatThrownBy(() -> new MailMessage(FROM, to, "Hi", "", "", "own", "r>\r\nX: y"))
                .isInstanceOf(UnsendableException.class);
    }

    private String subject(LetterKind kind, @Nullable String language) {
        return write(kind, "Ada", language, Map.of("org_name", "Analytical Engines"))
                .subject();
    }

    private MailMessage write(
            LetterKind kind, @Nullable String name, @Nullable String language, Map<String, String> facts) {
        return writer.write(new Letter(kind.topic(), "ada@example.com", name, language, facts, TOKEN), "ref-1");
    }

    private static Map<String, String> allFacts(String value) {
        Map<String, String> facts = new HashMap<>();
        FACTS.forEach(fact -> facts.put(fact, value));
        return facts;
    }

    private static String withoutStyle(String html) {
        return html.replaceAll("(?s)<style>.*</style>", "");
    }

    private static List<String> tags(String html) {
        return Pattern.compile("<[^>]*>")
                .matcher(html)
                .results()
                .map(found -> found.group())
                .toList();
    }
}
