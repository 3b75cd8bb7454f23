-- Counts by module, unit and lateness read this index alone. What it answers by its unit and its day needs no index of its own beside it: each claim writes
-- all of them.
create index task_open_count on task (unit_id, module, due_at) include (assignee_id) where closed_at is null;
drop index task_open_unit;
drop index task_open_due;
