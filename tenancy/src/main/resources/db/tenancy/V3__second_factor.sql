-- Whether users of a project have to show two factors.
alter table projects add column require_second_factor boolean not null default false;
