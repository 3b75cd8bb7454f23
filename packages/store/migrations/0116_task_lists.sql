-- Lists of a million open tasks: by unit, module, label and day, each in the order that people read them in. A claim looks within one unit.
drop index task_pool_order;
create index task_pool_order on task (unit_id, shuffle, task_id) where closed_at is null and assignee_id is null;
create index task_open_unit on task (unit_id, priority desc, task_id) where closed_at is null;
create index task_open_module on task (module, priority desc, task_id) where closed_at is null;
create index task_open_label on task (contact_label, priority desc, task_id) where closed_at is null;
create index task_open_due on task (due_at, unit_id) where closed_at is null;
create index task_appointment on task (assignee_id, appointment_at) where appointment_at is not null;
create index task_closed_at on task (closed_at) where closed_at is not null;
-- What a period came to, by label.
create index contact_at on contact (at) where direction = 'outbound';

-- What was written down when an appointment was made by hand.
alter table task add column note text;
