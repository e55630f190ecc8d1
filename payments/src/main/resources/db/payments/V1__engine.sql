-- Amounts are integers in units of 10^-7 ("stroops"). Assets are texts: 'native' or 'CODE:ISSUER'.
-- Networks are MAINNET and TESTNET.

-- How far each network has been read, contiguously: every decision about an envelope's life rests on this row.
create table ledger_cursors (
    network    text primary key,
    sequence   integer not null,
    hash       text not null,
    closed_at  timestamptz not null
);

-- What a wallet's account on the ledger is, as far as we have brought it there. The row is also the lock under which a
-- wallet's payments are admitted one after another.
create table accounts (
    wallet_id        uuid primary key references custody.wallets (id) on delete restrict,
    project_id       uuid not null,
    network          text not null,
    public_key       text not null,
    state            text not null check (state in ('QUEUED', 'IN_FLIGHT', 'CREATED', 'FAILED')),
    envelope_id      uuid,
    attempts         integer not null default 0,
    due_at           timestamptz not null,
    last_error       text,
    created_at       timestamptz not null,
    unique (network, public_key)
);

create index accounts_queued on accounts (network, due_at) where state = 'QUEUED';
create index accounts_by_envelope on accounts (envelope_id) where envelope_id is not null;
create index accounts_by_project on accounts (project_id, network);

-- Trustlines we open for wallets, in the transaction that creates the account or later.
create table trustlines (
    wallet_id   uuid not null references accounts (wallet_id),
    asset       text not null,
    network     text not null,
    state       text not null check (state in ('QUEUED', 'IN_FLIGHT', 'OPEN', 'FAILED')),
    envelope_id uuid,
    attempts    integer not null default 0,
    due_at      timestamptz not null,
    last_error  text,
    created_at  timestamptz not null,
    primary key (wallet_id, asset)
);

create index trustlines_queued on trustlines (network, due_at) where state = 'QUEUED';
create index trustlines_by_envelope on trustlines (envelope_id) where envelope_id is not null;

-- Accounts of ours that lend their sequence numbers to transactions and pay the fee: one open envelope each.
-- The sponsor is one of them; it only makes and refills the others.
create table channels (
    id               uuid primary key,
    network          text not null,
    kind             text not null check (kind in ('SPONSOR', 'CHANNEL')),
    public_key       text not null,
    service_key_id   uuid not null references custody.keys (id) on delete restrict,
    state            text not null check (state in
                         ('PLANNED', 'CREATING', 'FREE', 'SIGNED', 'CHECKING', 'QUARANTINED')),
    -- The last sequence number consumed, as our own journal knows it; null before the account exists.
    sequence         bigint,
    -- The account's lumens by our own bookkeeping, for refilling.
    balance          bigint not null default 0,
    envelope_id      uuid,
    state_reason     text,
    state_changed_at timestamptz not null,
    last_used_at     timestamptz not null,
    created_at       timestamptz not null,
    unique (network, public_key)
);

create unique index channels_one_sponsor on channels (network) where kind = 'SPONSOR';
create index channels_free on channels (network, last_used_at) where state = 'FREE' and kind = 'CHANNEL';
create index channels_by_envelope on channels (envelope_id) where envelope_id is not null;

-- A payment somebody asked for.
create table transactions (
    id                 uuid primary key,
    number             bigint generated always as identity unique,
    project_id         uuid not null,
    network            text not null,
    sender_wallet_id   uuid not null references custody.wallets (id) on delete restrict,
    sender_address     text not null,
    receiver_wallet_id uuid references custody.wallets (id) on delete restrict,
    -- G... or M...
    destination        text not null,
    asset              text not null,
    amount             bigint not null check (amount > 0),
    memo               text,
    metadata           jsonb,
    idempotency_key    text,
    request_hash       bytea not null,
    -- Travels in the transaction as the channel's muxed id: a ledger entry tells which intent it is, whatever we forget.
    marker             bigint not null,
    status             text not null check (status in ('PENDING', 'SUBMITTED', 'CONFIRMED', 'FAILED')),
    -- QUEUED: nothing signed is alive; SIGNED: an envelope may still be applied; DONE: terminal.
    phase              text not null check (phase in ('QUEUED', 'SIGNED', 'DONE')),
    status_changed_at  timestamptz not null,
    status_reason      text,
    stellar_hash       text unique,
    stellar_ledger     integer,
    stellar_fee        bigint,
    attempts           integer not null default 0,
    submitted_at       timestamptz,
    confirmed_at       timestamptz,
    failed_at          timestamptz,
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    check ((phase = 'DONE') = (status in ('CONFIRMED', 'FAILED'))),
    unique (project_id, idempotency_key),
    unique (network, marker)
);

create index transactions_queued on transactions (network, number) where phase = 'QUEUED';
create index transactions_by_sender on transactions (sender_wallet_id, number desc);
create index transactions_by_receiver on transactions (receiver_wallet_id, number desc);
create index transactions_by_project on transactions (project_id, number desc);

-- Signed transactions, stored before they are sent, by the hashes under which a ledger may hold them.
create table envelopes (
    id             uuid primary key,
    network        text not null,
    purpose        text not null check (purpose in ('PAYMENT', 'ONBOARDING', 'CHANNELS', 'REFILL')),
    channel_id     uuid not null references channels (id),
    transaction_id uuid references transactions (id),
    sequence       bigint not null,
    hash           text not null unique,
    xdr            text not null,
    fee            bigint not null,
    -- The fee bump around it, if one was needed; at most one, ever.
    bump_hash      text unique,
    bump_xdr       text,
    bump_fee       bigint,
    -- The first ledger that could hold it, and the close time after which none can.
    first_ledger   integer not null,
    max_time       timestamptz not null,
    state          text not null check (state in ('SIGNED', 'SENT', 'UNKNOWN', 'REFUSED', 'APPLIED', 'FAILED', 'DEAD')),
    last_answer    text,
    sends          integer not null default 0,
    accepted_ledger integer,
    send_due_at    timestamptz,
    ledger         integer,
    fee_charged    bigint,
    created_at     timestamptz not null,
    settled_at     timestamptz
);

create unique index envelopes_one_open_per_transaction on envelopes (transaction_id)
    where state in ('SIGNED', 'SENT', 'UNKNOWN', 'REFUSED');
create unique index envelopes_one_open_per_channel on envelopes (channel_id)
    where state in ('SIGNED', 'SENT', 'UNKNOWN', 'REFUSED');
create index envelopes_open on envelopes (network, max_time) where state in ('SIGNED', 'SENT', 'UNKNOWN', 'REFUSED');
create index envelopes_to_send on envelopes (network, send_due_at) where state in ('SIGNED', 'SENT', 'UNKNOWN');

alter table channels add foreign key (envelope_id) references envelopes (id);
alter table accounts add foreign key (envelope_id) references envelopes (id);
alter table trustlines add foreign key (envelope_id) references envelopes (id);

-- Payments of ours found in the ledger that this database knows nothing of (it was restored from a backup).
create table forgotten_payments (
    network     text not null,
    marker      bigint not null,
    hash        text not null,
    ledger      integer not null,
    successful  boolean not null,
    result      text not null,
    fee_charged bigint not null,
    primary key (network, marker)
);

-- Part of a wallet's balance that an open payment will take. Kept after the payment has ended for as long as a balance
-- read before that ledger might be compared with it.
create table balance_reservations (
    transaction_id  uuid primary key references transactions (id),
    wallet_id       uuid not null,
    asset           text not null,
    amount          bigint not null check (amount > 0),
    released_ledger integer
);

create index balance_reservations_of_wallet on balance_reservations (wallet_id, asset, released_ledger);

-- Limits of a wallet; the same numbers hold for each of its assets.
create table limits (
    id              uuid primary key,
    wallet_id       uuid not null unique references custody.wallets (id) on delete restrict,
    daily           bigint not null check (daily >= 0),
    per_transaction bigint not null check (per_transaction >= 0),
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);

-- What a wallet spent (settled) and may yet spend (reserved) of one asset on one UTC day.
create table limit_usage (
    wallet_id uuid not null,
    asset     text not null,
    day       date not null,
    reserved  bigint not null check (reserved >= 0),
    settled   bigint not null check (settled >= 0),
    primary key (wallet_id, asset, day)
);
