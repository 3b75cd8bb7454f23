-- Each of these was written for every task and at every claim. One index in the order of lists answers by module and label too: a list takes the first rows
-- that match, and one that nothing matches reads the index to its end, which for a million tasks is a tenth of a second.
drop index task_open_priority;
drop index task_open_module;
drop index task_open_label;
create index task_open_priority on task (priority desc, task_id, module, contact_label) where closed_at is null;
-- Open work of a unit is found by `task_open_count`; only what is closed needs another.
drop index task_summary;
create index task_closed_unit on task (unit_id, closed_at) where closed_at is not null;
