package dev.latchkey.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Runs recurring jobs on a row-locked schedule in {@code platform.scheduled_tasks}: of several servers, one runs each. */
public final class Jobs implements AutoCloseable {

    /**
     * Work to repeat.
     *
     * @param name unique, stable: it is the row's key
     * @param every the pause between the end of one run and the start of the next
     */
    public record Job(String name, Duration every, Runnable work) {}

    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Scheduler scheduler;

    public Jobs(DataSource dataSource, List<Job> jobs) {
        List<RecurringTask<Void>> tasks = jobs.stream().map(Jobs::task).toList();
        this.scheduler = Scheduler.create(dataSource)
                .tableName("platform.scheduled_tasks")
                .startTasks(tasks)
                .threads(1)
                .pollingInterval(LOOK)
                .shutdownMaxWait(Duration.ofSeconds(30))
                .build();
    }

    public void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
    }

    private static RecurringTask<Void> task(Job job) {
        return Tasks.recurring(job.name(), FixedDelay.of(job.every()))
                .execute((instance, context) -> job.work().run());
    }
}
