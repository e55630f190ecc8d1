-- The network on which everybody who signs up is given a wallet; null for none.
alter table projects add column wallet_at_sign_up text check (wallet_at_sign_up in ('TESTNET', 'MAINNET'));
