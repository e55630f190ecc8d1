-- One row per user of a project, however they sign in (decision 16).
create table users (
    id             uuid primary key,
    project_id     uuid not null references tenancy.projects (id) on delete restrict,
    auth_id        text not null check (char_length(auth_id) between 1 and 256),
    auth_provider  text not null check (char_length(auth_provider) between 1 and 64),
    email          text check (char_length(email) between 3 and 320), -- normal form: NFKC, lower case
    email_verified boolean not null default false,
    display_name   text check (char_length(display_name) <= 128),
    picture        text check (char_length(picture) <= 2048),
    password_hash  text,
    status         text not null
        check (status in ('PROVISIONING', 'ACTIVE', 'RECOVERY_PENDING', 'SUSPENDED', 'DISABLED')),
    last_login_at  timestamptz,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    deleted_at     timestamptz
);

-- A deleted user keeps its authId, so that nobody signs in as somebody new under it; its e-mail is free again.
create unique index users_by_auth_id on users (project_id, auth_id);
create unique index users_by_email on users (project_id, email) where email is not null and deleted_at is null;
create index users_by_creation on users (project_id, created_at desc, id desc) where deleted_at is null;

-- One row per refresh token. Rotation makes a new row of the same family; the old one names its successor.
create table sessions (
    id             uuid primary key,
    family_id      uuid not null,
    successor_id   uuid,
    user_id        uuid not null references users (id) on delete restrict,
    project_id     uuid not null,
    refresh_hash   text not null,
    method         text not null,
    factors        text[] not null,
    strong_auth_at timestamptz not null,
    ip             text,
    user_agent     text,
    created_at     timestamptz not null,
    expires_at     timestamptz not null,
    revoked_at     timestamptz,
    revoked_reason text,
    check ((revoked_at is null) = (revoked_reason is null))
);

create unique index sessions_by_refresh_hash on sessions (refresh_hash);
create index sessions_live_by_user on sessions (user_id, created_at desc, id desc) where revoked_at is null;
create index sessions_by_family on sessions (family_id);
create index sessions_by_expiry on sessions (expires_at);

-- Failed logins per address, known or not; the address only as SHA-256.
create table login_failures (
    project_id   uuid not null,
    subject      bytea not null,
    failed_at    timestamptz[] not null,
    locked_until timestamptz,
    updated_at   timestamptz not null,
    primary key (project_id, subject)
);

create index login_failures_by_age on login_failures (updated_at);

-- Answers of POST /auth/authenticate, to be given again for the same Idempotency-Key.
create table authenticate_replays (
    project_id  uuid not null,
    key         text not null,
    fingerprint text not null,
    answer      text,
    expires_at  timestamptz not null,
    primary key (project_id, key)
);

create index authenticate_replays_by_expiry on authenticate_replays (expires_at);

-- The issuers whose tokens a project trusts, one per kind.
create table auth_providers (
    project_id uuid not null references tenancy.projects (id) on delete restrict,
    kind       text not null check (kind in ('CLERK', 'BETTER_AUTH', 'OIDC')),
    issuer     text not null,
    audiences  text[] not null check (cardinality(audiences) > 0),
    jwks_url   text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, kind)
);

create unique index auth_providers_by_issuer on auth_providers (project_id, issuer);

-- Keys of access tokens. private_key is an envelope bound to kid and algorithm; null where the key is configured.
create table signing_keys (
    kid         text primary key,
    algorithm   text not null check (algorithm in ('ES256', 'RS256')),
    public_jwk  jsonb not null,
    private_key bytea,
    active_from timestamptz not null,
    created_at  timestamptz not null
);

create index signing_keys_by_age on signing_keys (active_from desc);
