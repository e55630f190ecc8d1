-- Private keys, sealed. A wallet's key has the wallet's id; service keys (sponsor, channels) belong to no project.
-- The seed is encrypted under a data key of its own, which the key-encryption key named here wraps; both ciphertexts
-- and their versions are inside the envelope. Rows are never deleted: they hold the only copy of a key.
create table keys (
    id                 uuid primary key,
    project_id         uuid,
    purpose            text not null,
    network            text not null,
    algorithm          text not null,
    public_key         text not null,
    envelope           bytea not null,
    kek_id             text not null,
    kek_version        integer not null,
    encryption_version integer not null,
    key_version        integer not null,
    created_at         timestamptz not null,
    unique (network, public_key),
    check ((purpose = 'wallet') = (project_id is not null))
);

-- Service keys by what they are for.
create index keys_by_purpose on keys (network, purpose, created_at) where project_id is null;

create function refuse_key_deletion() returns trigger language plpgsql as $$
begin
    raise exception 'key rows are never deleted: they hold the only copy of a key';
end
$$;

create trigger keys_are_kept before delete on keys for each row execute function refuse_key_deletion();

create table wallets (
    id                uuid primary key references keys (id) on delete restrict,
    project_id        uuid not null,
    user_id           uuid not null,
    network           text not null,
    public_key        text not null,
    status            text not null check (status in
        ('PROVISIONING', 'ACTIVE', 'ROTATING', 'SUSPENDED', 'DISABLED', 'COMPROMISED')),
    status_reason     text,
    status_changed_at timestamptz not null,
    ledger_status     text not null check (ledger_status in ('PENDING', 'CREATED', 'FAILED')),
    secret_version    integer not null,
    rotated_from_id   uuid references wallets (id) on delete restrict,
    successor_id      uuid unique references wallets (id) on delete restrict deferrable,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    deleted_at        timestamptz,
    unique (network, public_key)
);

-- One live wallet per user and network; deleting it, or rotating to a successor, frees the slot.
create unique index wallets_one_live on wallets (user_id, network) where deleted_at is null and successor_id is null;

-- A user's wallets, and a project's, newest first.
create index wallets_by_user on wallets (user_id, created_at desc, id);
create index wallets_by_project on wallets (project_id, created_at desc, id) where deleted_at is null;

-- Wallets made under an idempotency key, to be answered again; a row past its time counts as absent.
create table wallet_creations (
    project_id      uuid not null,
    idempotency_key text not null,
    user_id         uuid not null,
    network         text not null,
    wallet_id       uuid not null references wallets (id) on delete restrict,
    expires_at      timestamptz not null,
    primary key (project_id, idempotency_key)
);

create index wallet_creations_by_expiry on wallet_creations (expires_at);
