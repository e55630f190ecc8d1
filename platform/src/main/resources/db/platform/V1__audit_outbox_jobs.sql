-- Which migration scripts this database has seen, as one hash: a start with nothing to do asks only this.
create table migration_state (
    singleton   boolean primary key default true check (singleton),
    fingerprint text not null
);

-- What happened. Append-only: rows are written in the transaction of the act and never changed.
create table audit_events (
    sequence    bigint generated always as identity primary key,
    id          uuid not null unique,
    occurred_at timestamptz not null,
    type        text not null,
    project_id  uuid,
    actor_kind  text not null,
    actor_id    uuid,
    session_id  uuid,
    request_id  text,
    ip          text,
    user_agent  text,
    target_kind text,
    target_id   text,
    outcome     text not null,
    metadata    jsonb not null
);

create index audit_events_by_project on audit_events (project_id, sequence desc);
create index audit_events_by_target on audit_events (target_id, sequence desc);
create index audit_events_by_type on audit_events (type, sequence desc);

-- What has to leave the process: written with the act, delivered at least once, dead after too many failures.
create table outbox (
    id           bigint generated always as identity primary key,
    topic        text not null,
    key          text,
    payload      jsonb not null,
    created_at   timestamptz not null,
    due_at       timestamptz not null,
    attempts     integer not null default 0,
    claimed_until timestamptz,
    delivered_at timestamptz,
    dead_at      timestamptz,
    last_error   text
);

create index outbox_due on outbox (topic, due_at) where delivered_at is null and dead_at is null;

-- Recurring work, claimed by row locks (the layout db-scheduler defines).
create table scheduled_tasks (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_by_time on scheduled_tasks (execution_time);
