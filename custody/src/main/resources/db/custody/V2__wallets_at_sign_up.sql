-- Users whose project gives each of them a wallet when they sign up. A row with made_at is kept for a day: the project's
-- budget counts them. waits_for says why a row without one is not due before not_before.
create table sign_up_wallets (
    user_id      uuid primary key,
    project_id   uuid not null,
    network      text not null,
    requested_at timestamptz not null,
    not_before   timestamptz not null,
    waits_for    text not null check (waits_for in ('TURN', 'BUDGET', 'RETRY')),
    attempts     integer not null default 0,
    made_at      timestamptz
);

create index sign_up_wallets_due on sign_up_wallets (not_before, requested_at) where made_at is null;
create index sign_up_wallets_waiting on sign_up_wallets (project_id, requested_at, user_id) where made_at is null;
create index sign_up_wallets_made on sign_up_wallets (project_id, made_at) where made_at is not null;
