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
-- A row is one refresh token's; what belongs to the sign-in is kept by rotation.
-- device: first 16 bytes of SHA-256 of the user agent, in hex. organization_*: what the tokens say.
-- dpop_jkt: thumbprint (RFC 7638) of the key that the client proves with each token (RFC 9449); null where none is asked.
alter table sessions
    add column device            text,
    add column signed_in_at      timestamptz not null default now(),
    add column organization_id   uuid,
    add column organization_role text check (char_length(organization_role) between 1 and 64),
    add column dpop_jkt          text check (char_length(dpop_jkt) = 43);

update sessions set signed_in_at = created_at;

create index sessions_live_by_organization on sessions (organization_id, user_id)
    where organization_id is not null and revoked_at is null;

-- Proofs that were used, by SHA-256 of key and jti, until they are too old to come again. Unlogged: after a crash of the
-- database the proofs of the last minute could be used again, and a request costs no flush of the log.
create unlogged table dpop_proofs (
    id         text primary key check (char_length(id) = 64),
    expires_at timestamptz not null
);

create index dpop_proofs_by_expiry on dpop_proofs (expires_at);

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

-- ---------------------------------------------------------------- proof of addresses
-- email_proved_at: when a link mailed to an unverified address was first used; null for addresses verified otherwise.
-- awaits_verification: registered, and kept from signing in until the address is proved; nobody has been in yet.
alter table users
    add column email_proved_at     timestamptz,
    add column awaits_verification boolean not null default false;

-- ---------------------------------------------------------------- TOTP and recovery codes
-- sealed is an envelope, bound to user and project, of the authenticator's secret and the key of the recovery codes.
-- A set-up that is not confirmed yet; recovery_hashes are those of the codes shown with it.
create table totp_setups (
    user_id         uuid primary key references users (id) on delete restrict,
    sealed          bytea not null,
    recovery_hashes text[] not null,
    expires_at      timestamptz not null
);

create index totp_setups_by_expiry on totp_setups (expires_at);

-- last_step is the time step of the last code that was accepted; no code of that step or an earlier one is good again.
create table totp (
    credential_id uuid primary key references credentials (id) on delete cascade,
    user_id       uuid not null references users (id) on delete restrict,
    sealed        bytea not null,
    last_step     bigint not null
);

create unique index totp_by_user on totp (user_id);

-- hash is the HMAC-SHA-256 of a code, in hex, under the user's sealed key.
create table recovery_codes (
    credential_id uuid not null references totp (credential_id) on delete cascade,
    hash          text not null,
    used_at       timestamptz,
    primary key (credential_id, hash)
);

-- ---------------------------------------------------------------- passkeys
-- Details of credentials of the kinds webauthn_*; whose they are stands there. public_key: COSE_Key in CBOR. user_handle:
-- the id the user had when the passkey was made, which the authenticator keeps.
create table passkeys (
    id              uuid primary key references credentials (id) on delete cascade,
    project_id      uuid not null,
    credential_id   bytea not null check (octet_length(credential_id) between 1 and 1023),
    public_key      bytea not null,
    user_handle     uuid not null,
    aaguid          uuid not null,
    sign_count      bigint not null check (sign_count between 0 and 4294967295),
    transports      text[] not null,
    is_discoverable boolean not null,
    backup_eligible boolean not null,
    backup_state    boolean not null
);

create unique index passkeys_by_credential_id on passkeys (project_id, credential_id);

-- ---------------------------------------------------------------- SSO
-- ID tokens of Google and Apple that have signed somebody in: SHA-256 of project and signed part, until they expire.
create table used_id_tokens (
    hash       text primary key,
    expires_at timestamptz not null
);

create index used_id_tokens_by_expiry on used_id_tokens (expires_at);

-- Issuers that sign in the users of a project or of one of its organizations. client_secret is an envelope bound to the id.
create table sso_providers (
    id                 uuid primary key,
    project_id         uuid not null references tenancy.projects (id) on delete restrict,
    org_id             uuid,
    name               text not null check (char_length(name) between 1 and 100),
    issuer_url         text not null check (char_length(issuer_url) between 1 and 512),
    client_id          text not null check (char_length(client_id) between 1 and 512),
    client_secret      bytea not null,
    scopes             text[] not null check (cardinality(scopes) > 0),
    enabled            boolean not null,
    allow_registration boolean not null,
    email_domain       text check (char_length(email_domain) between 1 and 253),
    created_at         timestamptz not null,
    updated_at         timestamptz not null
);

create unique index sso_providers_enabled on sso_providers (project_id, org_id) where enabled and org_id is not null;
create index sso_providers_by_creation on sso_providers (project_id, created_at desc, id desc);

-- Between /sso/start and /sso/callback. browser_hash: SHA-256 of the secret that only the browser of the start has.
create table sso_states (
    id           uuid primary key,
    project_id   uuid not null,
    provider_id  uuid not null references sso_providers (id) on delete cascade,
    link_user_id uuid references users (id) on delete cascade,
    browser_hash text not null,
    verifier     text not null,
    nonce        text not null,
    redirect_uri text check (char_length(redirect_uri) <= 2048),
    expires_at   timestamptz not null
);

create index sso_states_by_provider on sso_states (provider_id);
create index sso_states_by_link_user on sso_states (link_user_id) where link_user_id is not null;
create index sso_states_by_expiry on sso_states (expires_at);

-- ---------------------------------------------------------------- wallet sign-in
-- The first of the wallets in credentials, repeated here as auth_methods is.
alter table users add column wallet_address text;

-- The key that signs this installation's SEP-10 challenges. seed is an envelope bound to its purpose; its address is checked at every use.
create table web_auth_key (
    only_row   boolean primary key default true check (only_row),
    address    text not null,
    seed       bytea not null,
    created_at timestamptz not null
);

-- ---------------------------------------------------------------- throttles and lockout
-- How often what happened, and who is locked for it; what is counted is kept as SHA-256 only. A lock that began by one
-- event names it. in_flight: guesses being looked at just now.
-- family: what several subjects have in common, to be forgotten together.
create table throttles (
    project_id   uuid not null,
    subject      text not null,
    family       text,
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
create index throttles_by_family on throttles (project_id, family) where family is not null;

drop table login_failures;


-- ---------------------------------------------------------------- account flows: merge, deletion, setup
alter table users
    add column deletion_due_at timestamptz,
    add column merged_into     uuid references users (id) on delete restrict;

create index users_by_deletion on users (deletion_due_at) where deletion_due_at is not null and deleted_at is null;
