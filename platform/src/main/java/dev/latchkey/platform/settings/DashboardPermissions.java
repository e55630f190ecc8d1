package dev.latchkey.platform.settings;

import dev.latchkey.platform.configuration.InvalidValueException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which sections of the dashboard it shows to whom (admin-settings.md 6). They steer pages only: no check of the server
 * uses them.
 *
 * @param admin by section, each of them
 * @param member the same
 */
public record DashboardPermissions(Map<String, Boolean> admin, Map<String, Boolean> member) {

    static final List<String> SECTIONS = List.of(
            "users",
            "team",
            "deposits",
            "withdrawals",
            "settings-wallet",
            "settings-auth",
            "settings-messaging",
            "settings-credits",
            "settings-server");

    /** Admins see everything, members the team. */
    static final DashboardPermissions DEFAULT = completed(Map.of(), Map.of(), new ArrayList<>());

    public static final SystemSetting<DashboardPermissions> SETTING = SystemSetting.document(
            "dashboard_permissions",
            "dashboard",
            SystemSettingTypes.json(
                    "an object {\"admin\": {section: bool}, \"member\": {section: bool}}",
                    DashboardPermissions::read,
                    permissions -> permissions),
            DEFAULT,
            "Which sections of the dashboard admins and members see.");

    /** What is not said is as it is by default; what is no section is noted in {@code problems}. */
    static DashboardPermissions completed(
            Map<String, Boolean> admin, Map<String, Boolean> member, List<String> problems) {
        return new DashboardPermissions(
                completed("admin", admin, true, problems), completed("member", member, false, problems));
    }

    private static Map<String, Boolean> completed(
            String role, Map<String, Boolean> given, boolean all, List<String> problems) {
        Map<String, Boolean> complete = new LinkedHashMap<>();
        SECTIONS.forEach(section -> complete.put(section, given.getOrDefault(section, all || section.equals("team"))));
        given.keySet().stream()
                .filter(section -> !complete.containsKey(section))
                .forEach(section -> problems.add(
                        role + " names a section that does not exist; there are " + String.join(", ", SECTIONS)));
        return complete;
    }

    private static DashboardPermissions read(JsonNode json) {
        List<String> problems = new ArrayList<>();
        DashboardPermissions read =
                completed(sections(json.path("admin"), problems), sections(json.path("member"), problems), problems);
        if (!problems.isEmpty() || !json.isObject()) {
            throw new InvalidValueException(
                    "must be an object with the sections of admin and member, each true or false");
        }
        return read;
    }

    private static Map<String, Boolean> sections(@Nullable JsonNode json, List<String> problems) {
        Map<String, Boolean> sections = new LinkedHashMap<>();
        if (json == null || !json.isObject()) {
            problems.add("not an object");
            return sections;
        }
        json.properties().forEach(section -> {
            if (!section.getValue().isBoolean()) {
                problems.add("not a boolean");
            }
            sections.put(section.getKey(), section.getValue().asBoolean(false));
        });
        return sections;
    }
}
