-- What administrators have set. A setting without a row has its value from the environment or by default.
create table system_settings (
    key        text primary key,
    value      text not null,
    sealed     boolean not null,
    updated_at timestamptz not null,
    updated_by uuid
);

-- Counts the changes: whoever changes settings holds its row, whoever read an older count reads again.
create table system_settings_revision (
    singleton    boolean primary key default true check (singleton),
    revision     bigint not null,
    installed_at timestamptz not null
);

insert into system_settings_revision (revision, installed_at) values (0, now());

-- Who changed what, and when. Append-only; of secrets only whether there was one.
create table system_setting_changes (
    sequence   bigint generated always as identity primary key,
    revision   bigint not null,
    key        text not null,
    old_value  text,
    new_value  text,
    changed_at timestamptz not null,
    actor_kind text not null,
    changed_by uuid,
    request_id text
);

create index system_setting_changes_by_key on system_setting_changes (key, sequence desc);
