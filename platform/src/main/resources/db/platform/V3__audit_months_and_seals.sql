-- The audit log by months, so that old ones go as a whole, and the hash chain over it.
alter table audit_events rename to audit_events_before;
alter index audit_events_pkey rename to audit_events_before_pkey;
drop index audit_events_by_project, audit_events_by_target, audit_events_by_type, audit_events_by_actor;

create sequence audit_sequence as bigint;

-- What happened. Append-only: rows are written in the transaction of the act and never changed.
-- transaction_id stands before sequence on purpose: defaults are computed in the order of the columns, so that whoever
-- holds a number of the sequence has a transaction id already. The sealer relies on it.
create table audit_events (
    transaction_id  xid8 not null default pg_current_xact_id(),
    sequence        bigint not null default nextval('platform.audit_sequence'),
    id              uuid not null,
    occurred_at     timestamptz not null,
    type            text not null,
    project_id      uuid,
    organization_id uuid,
    actor_kind      text not null,
    actor_id        uuid,
    session_id      uuid,
    request_id      text,
    ip              text,
    user_agent      text,
    target_kind     text,
    target_id       text,
    outcome         text not null,
    metadata        jsonb not null,
    primary key (sequence, occurred_at)
) partition by range (occurred_at);

create index audit_events_by_project on audit_events (project_id, sequence);
create index audit_events_by_type on audit_events (type, project_id, sequence);
create index audit_events_by_organization on audit_events (organization_id, sequence) where organization_id is not null;
create index audit_events_by_actor on audit_events (actor_id, sequence) where actor_id is not null;
create index audit_events_by_session on audit_events (session_id, sequence) where session_id is not null;
create index audit_events_by_target on audit_events (target_id, sequence) where target_id is not null;
create index audit_events_by_target_kind on audit_events (target_kind, project_id, sequence)
    where target_kind is not null;

-- One link of a chain for each event. A chain belongs to a project; the one of the installation has the id of zeros.
create table audit_seals (
    chain       uuid not null,
    position    bigint not null,
    sequence    bigint not null,
    occurred_at timestamptz not null,
    hash        bytea not null,
    primary key (sequence, occurred_at)
) partition by range (occurred_at);

create unique index audit_seals_by_chain on audit_seals (chain, position, occurred_at);

-- What has no month of its own yet; emptied when its month is made.
create table audit_events_default partition of audit_events default;
create table audit_seals_default partition of audit_seals default;

-- Where each chain ends.
create table audit_heads (
    chain     uuid primary key,
    position  bigint not null,
    hash      bytea not null,
    mac       bytea not null
);

-- Links whose events were dropped with their month: where a chain now begins, and what is missing inside of it.
create table audit_anchors (
    chain    uuid not null,
    position bigint not null,
    hash     bytea not null,
    mac      bytea not null,
    primary key (chain, position)
);

-- One row, locked by whoever seals. Every event up to complete_to is sealed; every event up to fence_sequence was
-- numbered by a transaction older than fence_transaction.
create table audit_sealer (
    singleton         boolean primary key default true check (singleton),
    complete_to       bigint not null default 0,
    fence_sequence    bigint,
    fence_transaction xid8,
    chains            bigint not null default 0,
    sealed            bigint not null default 0,
    mac               bytea
);

insert into audit_sealer (singleton) values (true);

-- Makes the two partitions of the month (UTC) that the moment lies in; answers whether there was anything to make.
create function make_audit_month(moment timestamptz) returns boolean language plpgsql as $$
declare
    begins timestamptz := date_trunc('month', moment, 'UTC');
    ends timestamptz := (date_trunc('month', moment at time zone 'UTC') + interval '1 month') at time zone 'UTC';
    suffix text := to_char(moment at time zone 'UTC', '_YYYY_MM');
    base text;
    made boolean := false;
begin
    perform pg_advisory_xact_lock(hashtext('platform.audit_months'));
    foreach base in array array['audit_events', 'audit_seals'] loop
        if to_regclass(format('platform.%I', base || suffix)) is not null then
            continue;
        end if;
        execute format('lock table platform.%I in access exclusive mode', base || '_default');
        execute format('create table platform.%I (like platform.%I including all)', base || suffix, base);
        execute format(
            'with early as (delete from platform.%I where occurred_at >= %L and occurred_at < %L returning *)'
            ' insert into platform.%I select * from early',
            base || '_default', begins, ends, base || suffix);
        execute format(
            'alter table platform.%I attach partition platform.%I for values from (%L) to (%L)',
            base, base || suffix, begins, ends);
        made := true;
    end loop;
    return made;
end
$$;

-- What is already there keeps its numbers, each row in its month.
select make_audit_month(month)
from (select distinct date_trunc('month', occurred_at, 'UTC') as month from audit_events_before) as months;

insert into audit_events (sequence, id, occurred_at, type, project_id, actor_kind, actor_id, session_id, request_id, ip,
    user_agent, target_kind, target_id, outcome, metadata)
select sequence, id, occurred_at, type, project_id, actor_kind, actor_id, session_id, request_id, ip,
    user_agent, target_kind, target_id, outcome, metadata
from audit_events_before;

select setval('audit_sequence', greatest((select max(sequence) from audit_events_before), 1),
    exists (select from audit_events_before));

drop table audit_events_before;
