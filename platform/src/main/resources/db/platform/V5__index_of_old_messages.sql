-- Messages are stored in the order of their time, and only cleaning up asks for it: summaries of pages do, and cost a
-- message nothing.
create index outbox_by_creation on outbox using brin (created_at) with (pages_per_range = 16, autosummarize = on);
