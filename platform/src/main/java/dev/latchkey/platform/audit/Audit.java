package dev.latchkey.platform.audit;

import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.jobs.Jobs.Job;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Everything around the log: its months, its chain, its readers. */
public final class Audit implements AutoCloseable {

    private final AuditSearch search;
    private final AuditExport export;
    private final AuditSealer sealer;
    private final AuditVerification verification;
    private final AuditMonths months;

    /** @param retention how far the log reaches back at least, asked whenever it is maintained; zero keeps it for ever */
    public Audit(Database database, MasterKey masterKey, Supplier<Duration> retention, Clock clock) {
        AuditChain chain = new AuditChain(masterKey);
        this.search = new AuditSearch(database);
        this.export = new AuditExport(database);
        this.sealer = new AuditSealer(database, chain);
        this.verification = new AuditVerification(database, chain);
        this.months = new AuditMonths(database, chain, retention, clock);
    }

    /** Makes the months that are missing and begins to seal. */
    public void start() {
        months.prepare();
        sealer.start();
    }

    public List<Route> routes(String basePath) {
        return new AuditRoutes(search, export, basePath).routes();
    }

    /** Seals what a server left that ended too early; prepares months and drops old ones. */
    public List<Job> jobs() {
        return List.of(
                new Job("audit.seal", Duration.ofMinutes(1), sealer::seal),
                new Job("audit.months", Duration.ofHours(6), months::maintain));
    }

    /** Answers requests for a part of the log. */
    public AuditSearch search() {
        return search;
    }

    public AuditExport export() {
        return export;
    }

    public AuditVerification verification() {
        return verification;
    }

    @Override
    public void close() {
        sealer.close();
    }
}
