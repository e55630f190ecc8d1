-- Who runs applications on this installation. Deleting keeps the row: users, wallets and payments refer to its projects.
create table developers (
    id         uuid primary key,
    email      text not null,
    name       text,
    company    text,
    status     text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    deleted_at timestamptz
);

create unique index developers_by_email on developers (lower(email)) where deleted_at is null;
create index developers_newest on developers (created_at desc, id desc) where deleted_at is null;

-- One application. rate_limit_rpm is null where the installation's default counts.
create table projects (
    id             uuid primary key,
    developer_id   uuid not null references developers on delete restrict,
    name           text not null,
    description    text,
    status         text not null,
    environment    text not null,
    rate_limit_rpm integer check (rate_limit_rpm > 0),
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    deleted_at     timestamptz
);

create index projects_of_developer on projects (developer_id, created_at desc, id desc) where deleted_at is null;
create index projects_newest on projects (created_at desc, id desc) where deleted_at is null;

-- Project keys; the key itself is never stored, key_hash is the lower-case hex SHA-256 of all of it.
create table api_keys (
    id                   uuid primary key,
    project_id           uuid not null references projects on delete restrict,
    name                 text not null,
    key_hash             text not null unique,
    key_prefix           text not null,
    last_four            text not null,
    status               text not null check (status in ('ACTIVE', 'REVOKED', 'EXPIRED', 'SUSPENDED')),
    expires_at           timestamptz,
    last_used_at         timestamptz,
    revoked_at           timestamptz,
    revoked_reason       text,
    grace_period_ends_at timestamptz,
    rotated_from_id      uuid unique references api_keys on delete restrict,
    created_at           timestamptz not null,
    updated_at           timestamptz not null
);

create index api_keys_of_project on api_keys (project_id, created_at desc, id desc);
create index api_keys_in_grace on api_keys (grace_period_ends_at) where status = 'ACTIVE' and grace_period_ends_at is not null;

-- One row per finished request with a project key, written in batches. No index beyond the key until something reads it.
create table api_key_usage (
    id               uuid primary key,
    api_key_id       uuid not null references api_keys on delete restrict,
    project_id       uuid not null references projects on delete restrict,
    endpoint         text not null,
    method           text not null,
    status_code      integer not null,
    response_time_ms integer not null,
    ip               text not null,
    user_agent       text,
    occurred_at      timestamptz not null
);

-- The first project: public calls that name no other one belong to it.
insert into developers (id, email, name, status, created_at, updated_at)
values ('00000000-0000-4000-8000-000000000001', 'developer@latchkey.invalid', 'Default developer', 'ACTIVE', now(), now());

insert into projects (id, developer_id, name, description, status, environment, created_at, updated_at)
values ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'Default project',
        'Public calls that name no other project belong to this one.', 'ACTIVE', 'development', now(), now());
