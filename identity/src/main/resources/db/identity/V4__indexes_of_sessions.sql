-- All sessions of a user, for erasure and export, and those of one family: a family is always asked for with its user.
create index sessions_by_user on sessions (user_id, family_id);
drop index sessions_by_family;

-- The sign-ins of a user among all the rows that rotation left: their devices tell whether the next one is new.
create index sessions_by_sign_in on sessions (user_id, created_at desc, id desc) where created_at = signed_in_at;

-- Rows expire about in the order they were stored, and only cleaning up asks: summaries of pages do, and cost a refresh nothing.
drop index sessions_by_expiry;
create index sessions_by_expiry on sessions using brin (expires_at) with (pages_per_range = 16, autosummarize = on);
