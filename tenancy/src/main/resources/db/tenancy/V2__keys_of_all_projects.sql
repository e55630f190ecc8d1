-- The operator lists the keys of all projects, newest first.
create index api_keys_newest on api_keys (created_at desc, id desc);

-- What a project's keys were used for lately, and the removal of what is old.
create index api_key_usage_of_project on api_key_usage (project_id, occurred_at);
create index api_key_usage_by_time on api_key_usage (occurred_at);
