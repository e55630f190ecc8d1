-- What a user did, for the export of their data.
create index audit_events_by_actor on audit_events (actor_id, sequence desc) where actor_id is not null;
