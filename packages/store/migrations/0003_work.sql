-- Occurrences of moments as the state holds them. Values are minor units.
create table moment (
  moment_id text primary key,
  customer_id text not null,
  unit_id text not null,
  owner_id text,
  moment text not null,
  key text not null,
  fired_on date not null,
  due_on date,
  expires_on date not null,
  value bigint not null,
  urgency double precision not null,
  priority double precision not null,
  reason jsonb not null,
  run_id text not null,
  is_open boolean not null default true
);
create index moment_customer on moment (customer_id, fired_on desc, moment_id);
create index moment_open on moment (moment_id) where is_open;

-- A task is in exactly one pool: total (no attempt yet), second, third (after one and two attempts), success or failure (closed).
-- There is no fourth attempt. `assignee_id` is null while the task waits in its unit's pool.
create table task (
  task_id bigint generated always as identity primary key,
  customer_id text not null,
  unit_id text not null,
  owner_id text,
  play text not null,
  contact_label text not null,
  channel text not null,
  assign text not null check (assign in ('owner', 'pool')),
  dedupe_key text not null unique,
  pool text not null default 'total' check (pool in ('total', 'second', 'third', 'success', 'failure')),
  attempts smallint not null default 0 check (attempts between 0 and 3),
  max_attempts smallint not null check (max_attempts between 1 and 3),
  value bigint not null,
  urgency double precision not null,
  priority double precision not null,
  reasons jsonb not null,
  conflict jsonb not null,
  due_at timestamptz not null,
  not_before timestamptz not null,
  time_band text check (time_band in ('morning', 'afternoon', 'evening')),
  appointment_at timestamptz,
  assignee_id text,
  assigned_by text,
  shuffle bigint not null,
  outcome text,
  closed_at timestamptz,
  closed_by text,
  run_id text,
  pack_hash text,
  created_at timestamptz not null,
  follows_task_id bigint references task,
  constraint task_attempts_within_limit check (attempts <= max_attempts),
  constraint task_closed_in_final_pool check ((pool in ('success', 'failure')) = (closed_at is not null)),
  constraint task_pool_follows_attempts check (
    closed_at is not null
    or (attempts < max_attempts and pool = case attempts when 0 then 'total' when 1 then 'second' else 'third' end)
  )
);
create index task_customer on task (customer_id, task_id);
create index task_pool_order on task (shuffle, task_id) where closed_at is null and assignee_id is null;
create index task_assignee on task (assignee_id, priority desc, task_id) where closed_at is null;
create index task_open_priority on task (priority desc, task_id) where closed_at is null;
create index task_closed on task (closed_by, closed_at) where closed_at is not null;
create index task_summary on task (unit_id, contact_label, pool);

-- What made a task; keeps one customer, play, moment and key from making work twice.
create table task_reason (
  customer_id text not null,
  play text not null,
  moment text not null,
  key text not null,
  fired_on date not null,
  moment_id text not null,
  task_id bigint not null references task,
  primary key (customer_id, play, moment, key, fired_on)
);

create table contact (
  contact_id bigint generated always as identity primary key,
  customer_id text not null,
  task_id bigint references task,
  at timestamptz not null,
  user_id text not null,
  staff_id text,
  channel text not null,
  direction text not null check (direction in ('inbound', 'outbound')),
  contact_label text,
  outcome text not null,
  result text not null check (result in ('success', 'failure', 'retry', 'appointment')),
  note text,
  next_at timestamptz,
  next_reason text,
  play text,
  moment text
);
create index contact_customer on contact (customer_id, at desc, contact_id desc);
create index contact_staff on contact (staff_id, at);

create table form_answer (
  answer_id bigint generated always as identity primary key,
  customer_id text not null,
  form text not null,
  field text not null,
  value jsonb,
  answered_at timestamptz not null,
  answered_by text not null
);
create index form_answer_field on form_answer (customer_id, form, field, answer_id desc);

-- Days off besides weekends, and weekend days that are worked.
create table holiday (
  day date primary key,
  name text not null,
  is_working boolean not null
);

-- Results of commands by idempotency key.
create table command (
  user_id text not null,
  key text not null,
  name text not null,
  result jsonb,
  at timestamptz not null,
  primary key (user_id, key)
);
