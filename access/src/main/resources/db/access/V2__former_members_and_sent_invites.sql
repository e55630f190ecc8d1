-- Whoever left an organization or was removed from it does not come back by themselves.
create table former_members (
    organization_id uuid not null references organizations (id) on delete cascade,
    user_id         uuid not null references identity.users (id) on delete cascade,
    left_at         timestamptz not null,
    primary key (organization_id, user_id)
);

create index former_members_of_user on former_members (user_id);

-- Invitations sent to a recipient (SHA-256 of project and address) lately, whichever organization sent them.
create table sent_invites (
    recipient text not null,
    sent_at   timestamptz not null
);

create index sent_invites_of_recipient on sent_invites (recipient, sent_at);
create index sent_invites_by_time on sent_invites (sent_at);
