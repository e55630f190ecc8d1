-- Invitations of an organization, accepted or not: they go with it.
drop index invites_pending;
create index invites_of_organization on invites (organization_id, created_at desc, id desc);

-- Invitations to a role that is removed lose it.
create index invites_by_custom_role on invites (custom_role_id) where custom_role_id is not null;

-- Keys of a user, ended ones too: they go with the user.
drop index api_keys_of_user;
create index api_keys_of_user on api_keys (user_id, created_at, id);
