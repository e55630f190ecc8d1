-- What a key is good for, as it was asked for; keys made before are good for everything.
alter table api_keys add column scopes text[] not null default '{*}' check (cardinality(scopes) > 0);
alter table api_keys alter column scopes drop default;
