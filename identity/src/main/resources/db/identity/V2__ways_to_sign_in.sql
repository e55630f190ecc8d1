-- ---------------------------------------------------------------- users and their credentials
-- second_factor and auth_methods follow from credentials; they are kept here so that no request reads two tables.
alter table users
    add column auth_methods    text[] not null default '{}',
    add column second_factor   boolean not null default false,
    add column is_system_admin boolean not null default false,
    add column language        text check (char_length(language) between 2 and 35);

-- One row per way to sign in, whatever its kind. issuer is empty where the kind has only one.
create table credentials (
    id           uuid primary key,
    user_id      uuid not null references users (id) on delete restrict,
    project_id   uuid not null,
    kind         text not null check (kind in ('password', 'webauthn_passkey', 'webauthn_security_key', 'totp',
                     'oauth_google', 'oauth_apple', 'solana', 'stellar', 'sso_oidc')),
    issuer       text not null default '',
    subject      text not null check (char_length(subject) between 1 and 1024),
    label        text check (char_length(label) between 1 and 100),
    created_at   timestamptz not null,
    last_used_at timestamptz
);

create unique index credentials_by_subject on credentials (project_id, kind, issuer, subject);
create index credentials_by_user on credentials (user_id, created_at, id);

insert into credentials (id, user_id, project_id, kind, subject, created_at)
select gen_random_uuid(), id, project_id, 'password', id::text, created_at
from users
where password_hash is not null and deleted_at is null;

update users set auth_methods = '{email}' where password_hash is not null and deleted_at is null;

-- ---------------------------------------------------------------- sessions
-- device: first 16 bytes of SHA-256 of the user agent, in hex. organization_*: what the tokens say, kept by rotation.
alter table sessions
    add column device            text,
    add column last_used_at      timestamptz,
    add column organization_id   uuid,
    add column organization_role text;

-- ---------------------------------------------------------------- one-time tokens and protocol state
-- Only the SHA-256 of a token is kept. One live token per user and type.
create table one_time_tokens (
    token_hash text primary key,
    type       text not null,
    user_id    uuid not null references users (id) on delete restrict,
    project_id uuid not null,
    data       jsonb not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create unique index one_time_tokens_by_user on one_time_tokens (user_id, type);
create index one_time_tokens_by_expiry on one_time_tokens (expires_at);

-- State of sign-in protocols between two requests; taken once.
create table challenges (
    purpose    text not null,
    key        text not null,
    project_id uuid not null,
    user_id    uuid,
    data       jsonb not null,
    expires_at timestamptz not null,
    primary key (purpose, key)
);

create index challenges_by_expiry on challenges (expires_at);

-- ---------------------------------------------------------------- TOTP and recovery codes

-- ---------------------------------------------------------------- passkeys

-- ---------------------------------------------------------------- SSO

-- ---------------------------------------------------------------- wallet sign-in
-- The first of the wallets in credentials, repeated here as auth_methods is.
alter table users add column wallet_address text;

-- The key that signs this installation's SEP-10 challenges. seed is an envelope bound to the address.
create table web_auth_key (
    only_row   boolean primary key default true check (only_row),
    address    text not null,
    seed       bytea not null,
    created_at timestamptz not null
);

-- ---------------------------------------------------------------- throttles and lockout
-- How often what happened, and who is locked for it; what is counted is kept as SHA-256 only. A lock that began by one
-- event names it. in_flight: guesses being looked at just now.
create table throttles (
    project_id   uuid not null,
    subject      text not null,
    counted_at   timestamptz[] not null default '{}',
    in_flight    uuid[] not null default '{}',
    in_flight_at timestamptz,
    locked_until timestamptz,
    locked_by    uuid,
    lockouts     integer not null default 0,
    quiet_since  timestamptz not null,
    primary key (project_id, subject)
);

create index throttles_by_age on throttles (quiet_since);


-- ---------------------------------------------------------------- account flows: merge, deletion, setup
