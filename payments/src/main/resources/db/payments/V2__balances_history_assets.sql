-- What the ledger says about wallets, read from the network, never reckoned from payments.
-- Amounts are integers in units of 10^-7, assets are texts: 'native' or 'CODE:ISSUER'.

-- Balances as a node showed them.
create table balances (
    id                      uuid primary key,
    wallet_id               uuid not null,
    asset                   text not null,
    balance                 bigint not null,
    -- What of it can be paid: reserves and liabilities deducted, nothing where the issuer has not authorized.
    spendable               bigint not null,
    -- The last ledger known to have changed the account; 0 where none is. Readings are put in order by it.
    changed_in              integer not null,
    sync_status             text not null check (sync_status in ('SYNCED', 'SYNCING', 'STALE', 'MISMATCH', 'FAILED')),
    last_synced_at          timestamptz not null,
    last_reconciled_at      timestamptz,
    reconciliation_attempts integer not null default 0,
    on_chain_balance        bigint not null,
    mismatch_detected_at    timestamptz,
    created_at              timestamptz not null,
    updated_at              timestamptz not null,
    unique (wallet_id, asset)
);

-- Accounts to read again. A row stays until the account was read as of touched_ledger or later.
create table balance_refreshes (
    wallet_id      uuid primary key,
    network        text not null,
    public_key     text not null,
    -- The last ledger that may have changed the account; 0 when somebody merely wants a newer reading.
    touched_ledger integer not null,
    attempts       integer not null default 0,
    due_at         timestamptz not null
);

create index balance_refreshes_due on balance_refreshes (network, due_at);

-- What happened to wallets, from the ledger alone: one row per operation and wallet.
create table history_entries (
    id                     uuid primary key,
    project_id             uuid not null,
    wallet_id              uuid not null,
    network                text not null,
    ledger                 integer not null,
    transaction_index      integer not null,
    operation_index        integer not null,
    kind                   text not null,
    direction              text not null check (direction in ('IN', 'OUT', 'NONE')),
    amount                 bigint,
    asset                  text,
    -- The other side of an exchange.
    exchanged_amount       bigint,
    exchanged_asset        text,
    -- G..., M... or, for contracts, C...
    counterparty           text,
    counterparty_wallet_id uuid,
    counterparty_user_id   uuid,
    memo                   text,
    detail                 text,
    claimable_balance      text,
    -- Of the fee bump where there is one, and of the transaction inside it.
    stellar_hash           text not null,
    signed_hash            text not null,
    occurred_at            timestamptz not null,
    unique (network, ledger, transaction_index, operation_index, wallet_id)
);

create index history_entries_of_wallet
    on history_entries (wallet_id, ledger desc, transaction_index desc, operation_index desc);
create index history_entries_by_claimable_balance
    on history_entries (network, claimable_balance) where claimable_balance is not null;

-- Assets for which the wallets of a project get trustlines.
create table project_assets (
    id         uuid primary key,
    project_id uuid not null,
    network    text not null,
    asset      text not null,
    created_at timestamptz not null,
    unique (project_id, network, asset)
);

-- The assets a new wallet needs. Waits for an asset that is being added right now, whose wallets-to-be would otherwise
-- miss it; each statement of a volatile function sees what was committed before that statement.
create function project_assets_for_new_wallet(project uuid, on_network text) returns setof text
    language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('payments.project_assets:' || project, 0));
    return query select a.asset from payments.project_assets a
        where a.project_id = project and a.network = on_network order by a.created_at, a.id;
end
$$;
