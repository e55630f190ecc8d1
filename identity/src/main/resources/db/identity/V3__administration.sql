-- What servers of the application know a user by at their payment provider.
alter table users add column stripe_customer_id text check (char_length(stripe_customer_id) between 8 and 64);

create unique index users_by_stripe_customer on users (project_id, stripe_customer_id)
    where stripe_customer_id is not null;

-- Finding people by the beginning of their address or name.
create index users_by_email_prefix on users (project_id, email text_pattern_ops)
    where email is not null and deleted_at is null;
create index users_by_name_prefix on users (project_id, lower(display_name) text_pattern_ops)
    where display_name is not null and deleted_at is null;
create index users_system_admins on users (project_id) where is_system_admin and deleted_at is null;

-- Why a system admin sees the server with a user's eyes; the session itself is one of the user's.
create table impersonations (
    session_id uuid primary key,
    project_id uuid not null,
    user_id    uuid not null references users (id) on delete restrict,
    admin_id   uuid not null references users (id) on delete restrict,
    reason     text not null check (char_length(reason) between 1 and 500),
    started_at timestamptz not null,
    ends_at    timestamptz not null
);

create index impersonations_of_user on impersonations (user_id, started_at desc);
