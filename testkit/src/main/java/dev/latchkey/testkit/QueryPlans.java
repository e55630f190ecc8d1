package dev.latchkey.testkit;

import dev.latchkey.testkit.PreparedStatements.Prepared;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds statements that no index serves. In the small tables of tests every plan is quick, so the plans are made in a
 * database of their own whose tables are filled with invented rows, and with sequential reading forbidden: where
 * PostgreSQL does it all the same, or reads an index from end to end, it has no other way.
 */
public final class QueryPlans {

    /** Columns with so few values that a condition on them alone leaves most of a table. */
    private static final Set<String> COARSE = Set.of(
            "project_id", "network", "state", "status", "phase", "kind", "type", "purpose", "topic", "is_default");

    private static final Set<String> READS_ALL_FIRST = Set.of("Sort", "Incremental Sort", "Aggregate", "Hash");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CAN_BE_PREPARED =
            Pattern.compile("\\s*(select|insert|update|delete|with)\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** Parameters are not known to the planner, as for a statement that is prepared once and executed many times. */
    private static final List<String> SETTINGS = List.of(
            "set plan_cache_mode = force_generic_plan",
            "set enable_seqscan = off",
            "set enable_hashjoin = off",
            "set enable_mergejoin = off",
            "set jit = off");

    /**
     * A thousand rows for each table. Text, numbers and times differ from row to row, coarse columns have a few values, and
     * what may be null is so in nine of ten rows.
     */
    private static final String FILL = """
            do $$
            declare
                target record;
                names text;
                vals text;
            begin
                set local session_replication_role = replica;
                for target in
                    select conrelid::regclass as tab, conname as name from pg_constraint
                    join pg_class on pg_class.oid = conrelid
                    where contype = 'c' and coninhcount = 0 and relnamespace::regnamespace::text = any('{schemas}'::text[])
                loop
                    execute format('alter table %s drop constraint if exists %I', target.tab, target.name);
                end loop;
                for target in
                    select oid as id, oid::regclass as tab from pg_class
                    where relkind in ('r', 'p') and not relispartition
                        and relnamespace::regnamespace::text = any('{schemas}'::text[])
                loop
                    select string_agg(quote_ident(attname), ', '),
                        string_agg(case when attnotnull or type = 'boolean' then val
                            else 'case when n % 10 = 0 then ' || val || ' end' end, ', ')
                    into names, vals
                    from pg_attribute,
                        lateral (select format_type(atttypid, null) as type, attname = any('{coarse}'::text[]) as coarse) a,
                        lateral (select case
                            when coarse and type = 'uuid' then 'md5((n % 20)::text)::uuid'
                            when coarse and type = 'text' then '''t'' || n % 4'
                            when type like '%[]' then '''{}''::' || type
                            when type = 'uuid' then 'gen_random_uuid()'
                            when type = 'text' then '''t'' || n'
                            when type like 'timestamp%' then 'now() - n * interval ''1 minute'''
                            when type = 'date' then 'current_date - n'
                            when type = 'boolean' then 'n % 2 = 0'
                            when type = 'bytea' then 'sha256(n::text::bytea)'
                            when type = 'jsonb' then '''{}''::jsonb'
                            when type = 'xid8' then 'n::text::xid8'
                            else 'n' end as val) v
                    where attrelid = target.id and attnum > 0 and not attisdropped and attidentity = '';
                    execute format('insert into %s (%s) select %s from generate_series(1, 1000) n on conflict do nothing',
                        target.tab, names, vals);
                end loop;
            end $$
            """;

    private final TestDatabase database;
    private final List<String> schemas;
    private final Map<String, Index> indexes = new HashMap<>();

    private record Index(String table, List<String> columns) {}

    private QueryPlans(TestDatabase database, List<String> schemas) {
        this.database = database;
        this.schemas = schemas;
    }

    /** Fills the tables of these schemas, which are of no other use afterwards. */
    public static QueryPlans in(TestDatabase database, String... schemas) {
        QueryPlans plans = new QueryPlans(database, List.of(schemas));
        String all = String.join(",", schemas);
        database.execute(
                FILL.replace("{schemas}", "{" + all + "}").replace("{coarse}", "{" + String.join(",", COARSE) + "}"));
        database.execute("analyze");
        SETTINGS.forEach(database::execute);
        for (String line : database.column("""
                        select relname || ' ' || indrelid::regclass || ' ' || string_agg(coalesce(attname, ''), ' ' order by place)
                        from pg_index join pg_class on pg_class.oid = indexrelid
                            cross join unnest(indkey[0:indnkeyatts - 1]) with ordinality as keys(number, place)
                            left join pg_attribute on attrelid = indrelid and attnum = number and attnum > 0
                        where relnamespace::regnamespace::text = any('{%s}'::text[])
                        group by relname, indrelid
                        """.formatted(all))) {
            String[] words = line.split(" ", -1);
            List<String> columns = Arrays.asList(words).subList(2, words.length);
            plans.indexes.put(words[0], new Index(words[1].replaceFirst(".*\\.", ""), List.copyOf(columns)));
        }
        return plans;
    }

    /**
     * What reads a whole table, or most of one, each with its statement.
     *
     * @param exempt tables and indexes of which much may be read, and parts of statements that may do it anywhere (texts of
     *     several words), each with its reason
     */
    public List<String> problems(Collection<Prepared> statements, Map<String, String> exempt) {
        List<String> parts =
                exempt.keySet().stream().filter(key -> key.contains(" ")).toList();
        Set<String> problems = new TreeSet<>();
        for (Prepared statement : statements) {
            String text = statement.sql().strip().replaceAll("\\s+", " ");
            if (isOfSchemas(text) && parts.stream().noneMatch(text::contains)) {
                inspect(plan(statement), false, false).stream()
                        .filter(found -> Stream.of(found.split(" ")).noneMatch(exempt::containsKey))
                        .forEach(found -> problems.add(found + ": " + text));
            }
        }
        return List.copyOf(problems);
    }

    /** Foreign keys whose referring side has no index: deleting what is referred to reads all of it. */
    public List<String> unindexedReferences() {
        return database.column("""
                        select conrelid::regclass || '.' || attname || ' -> ' || confrelid::regclass
                        from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
                        where contype = 'f' and conparentid = 0
                            and not exists (
                                select from pg_index
                                where indrelid = conrelid and indkey[0] = conkey[1]
                                    and (indpred is null
                                        or pg_get_expr(indpred, indrelid) = format('(%%I IS NOT NULL)', attname)))
                            and connamespace::regnamespace::text = any('{%s}'::text[])
                        order by 1
                        """.formatted(String.join(",", schemas)));
    }

    private boolean isOfSchemas(String text) {
        return CAN_BE_PREPARED.matcher(text).matches()
                && schemas.stream().anyMatch(schema -> text.contains(schema + "."));
    }

    private JsonNode plan(Prepared statement) {
        String types = statement.types().stream()
                .map(type -> type == 0 ? "unknown" : database.queryText("select " + type + "::regtype"))
                .collect(Collectors.joining(", "));
        String nulls = statement.types().stream().map(type -> "null").collect(Collectors.joining(", "));
        boolean bare = statement.types().isEmpty();
        database.execute("prepare planned" + (bare ? "" : "(" + types + ")") + " as " + statement.sql());
        try {
            return JSON.readTree(database.queryText(
                            "explain (format json) execute planned" + (bare ? "" : "(" + nulls + ")")))
                    .at("/0/Plan");
        } finally {
            database.execute("deallocate planned");
        }
    }

    /**
     * What is wrong with which table and index.
     *
     * @param limited whether reading ends once a page is full
     * @param filteredAbove whether the bitmap heap scan above throws away rows that the index finds
     */
    private List<String> inspect(JsonNode node, boolean limited, boolean filteredAbove) {
        List<String> found = new ArrayList<>();
        String type = node.path("Node Type").asString("");
        String table = node.path("Relation Name").asString("");
        boolean filtered = filteredAbove || node.has("Filter");
        if (type.equals("Seq Scan") && !table.startsWith("pg_")) {
            found.add("reads all rows of " + table);
        }
        if (node.has("Index Name")) {
            String index = node.path("Index Name").asString();
            fault(index, node.path("Index Cond").asString(""), filtered, limited)
                    .ifPresent(found::add);
        }
        boolean goesOn = type.equals("Limit") || (limited && !READS_ALL_FIRST.contains(type));
        boolean filters = type.equals("Bitmap Heap Scan") && node.has("Filter");
        for (JsonNode child : node.path("Plans")) {
            found.addAll(inspect(child, goesOn, filters));
        }
        return found;
    }

    private Optional<String> fault(String name, String condition, boolean filtered, boolean limited) {
        Index index = indexes.get(name);
        if (index == null || index.columns().contains("")) {
            return Optional.empty();
        }
        String where = index.table() + " by " + name;
        if (condition.isEmpty()) {
            return limited && !filtered ? Optional.empty() : Optional.of("reads all of " + where);
        }
        List<String> used = index.columns().stream()
                .filter(column -> Pattern.compile("\\b" + column + "\\b")
                        .matcher(condition)
                        .find())
                .toList();
        if (!used.contains(index.columns().getFirst())) {
            return Optional.of("leaves out the first column for " + where);
        }
        return filtered && !limited && COARSE.containsAll(used)
                ? Optional.of("finds too much of " + where)
                : Optional.empty();
    }
}
