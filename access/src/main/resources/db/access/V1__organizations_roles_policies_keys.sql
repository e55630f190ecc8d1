-- Organizations -------------------------------------------------------------------------------------------------------

create table organizations (
    id          uuid primary key,
    project_id  uuid not null references tenancy.projects (id) on delete restrict,
    name        text not null check (char_length(name) between 1 and 255),
    slug        text not null check (char_length(slug) between 1 and 100),
    logo_url    text check (char_length(logo_url) <= 2048),
    is_personal boolean not null default false,
    is_default  boolean not null default false, -- new users of the project join it
    owner_id    uuid not null references identity.users (id) on delete restrict,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);

create unique index organizations_by_slug on organizations (project_id, slug);
create unique index organizations_default on organizations (project_id) where is_default;
create index organizations_by_creation on organizations (project_id, created_at desc, id desc);

-- Roles ---------------------------------------------------------------------------------------------------------------

create table roles (
    id              uuid primary key,
    organization_id uuid not null references organizations (id) on delete cascade,
    project_id      uuid not null,
    name            text not null check (char_length(name) between 1 and 100),
    name_key        text not null, -- the name in lower case
    description     text check (char_length(description) <= 1000),
    permissions     text[] not null,
    is_default      boolean not null default false, -- new members get it
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);

create unique index roles_by_name on roles (organization_id, name_key);
create unique index roles_default on roles (organization_id) where is_default;

-- Members -------------------------------------------------------------------------------------------------------------

create table memberships (
    id              uuid primary key,
    organization_id uuid not null references organizations (id) on delete cascade,
    project_id      uuid not null,
    user_id         uuid not null references identity.users (id) on delete restrict,
    role            text not null check (role in ('owner', 'admin', 'member', 'viewer')),
    custom_role_id  uuid references roles (id) on delete set null,
    joined_at       timestamptz not null
);

create unique index memberships_by_user on memberships (organization_id, user_id);
create index memberships_of_user on memberships (user_id, joined_at, organization_id);
create index memberships_by_joining on memberships (organization_id, joined_at, id);
create index memberships_by_custom_role on memberships (custom_role_id) where custom_role_id is not null;

-- Invites -------------------------------------------------------------------------------------------------------------

create table invites (
    id              uuid primary key,
    organization_id uuid not null references organizations (id) on delete cascade,
    project_id      uuid not null,
    email           text check (char_length(email) <= 320), -- normal form
    wallet_address  text check (char_length(wallet_address) <= 64),
    role            text not null check (role in ('owner', 'admin', 'member', 'viewer')),
    custom_role_id  uuid references roles (id) on delete set null,
    token_hash      text not null,
    invited_by      uuid not null references identity.users (id) on delete restrict,
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    accepted_at     timestamptz,
    check ((email is null) <> (wallet_address is null))
);

create unique index invites_by_token on invites (token_hash);
create unique index invites_waiting_email on invites (organization_id, email)
    where accepted_at is null and email is not null;
create unique index invites_waiting_wallet on invites (organization_id, wallet_address)
    where accepted_at is null and wallet_address is not null;
create index invites_of_email on invites (project_id, email) where email is not null;
create index invites_of_wallet on invites (project_id, wallet_address) where wallet_address is not null;
create index invites_by_inviter on invites (invited_by);
create index invites_by_expiry on invites (expires_at);
create index invites_pending on invites (organization_id, created_at desc, id desc) where accepted_at is null;

-- Policies ------------------------------------------------------------------------------------------------------------

create table policies (
    sequence        bigint generated always as identity,
    id              uuid primary key,
    organization_id uuid not null references organizations (id) on delete cascade,
    project_id      uuid not null,
    name            text not null check (char_length(name) between 1 and 255),
    description     text check (char_length(description) <= 1000),
    permissions     text[] not null,
    conditions      jsonb not null,
    effect          text not null check (effect in ('allow', 'deny')),
    priority        integer not null default 0,
    enabled         boolean not null default true,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);

create index policies_of_organization on policies (organization_id, sequence);

-- API keys of users ---------------------------------------------------------------------------------------------------

-- key_hash is SHA-256 of all of the key, which is stored nowhere. A key that was rotated has a successor, and an expiry of
-- its own; until then it works. Ended keys stay for a while, so that nothing else can have their hash.
create table api_keys (
    id           uuid primary key,
    project_id   uuid not null,
    user_id      uuid not null references identity.users (id) on delete restrict,
    label        text not null check (char_length(label) between 1 and 100),
    prefix       text not null, -- what a list shows of it
    key_hash     bytea not null,
    scopes       text[] not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    successor_id uuid,
    revoked_at   timestamptz
);

create unique index api_keys_by_hash on api_keys (key_hash);
create unique index api_keys_by_label on api_keys (user_id, label) where revoked_at is null and successor_id is null;
create index api_keys_of_user on api_keys (user_id, created_at, id) where revoked_at is null;
create index api_keys_of_project on api_keys (project_id, created_at desc, id desc) where revoked_at is null;
create index api_keys_revoked on api_keys (revoked_at) where revoked_at is not null;
create index api_keys_expiring on api_keys (expires_at) where expires_at is not null and revoked_at is null;
