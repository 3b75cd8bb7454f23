-- What a task is worth, and by which terms (S151, G22): `priority` follows from value, chance, urgency, effort and service value by the pack's formula;
-- `terms` keeps each of them as it was on the day the task was made.
alter table task
  add column purpose text not null default 'relationship',
  add column chance double precision not null default 1,
  add column effort_minutes integer not null default 15 check (effort_minutes > 0),
  add column service_value double precision not null default 0,
  add column terms jsonb not null default '{}',
  -- Module view in which it stands (S161).
  add column module text,
  -- What a person must know to be given it.
  add column skill text,
  -- The task of the private customer beside which a company's manager got this one (S35).
  add column joint_of bigint references task,
  -- A sentence for people: why it was closed without an attempt's outcome (a theme was stopped, a customer withdrew).
  add column closed_reason text;

-- `leader`: a leader of the unit, or of the next unit above that has one (S29).
alter table task drop constraint task_assign_check;
alter table task add constraint task_assign_check check (assign in ('owner', 'pool', 'leader'));

-- A theme (S161): a segment (CEL over the wide row, within units) and a play, worked between two days.
-- building → running → ended, or stopped by a person; failed where it could not be built, which leaves no task.
create table theme (
  theme_id bigint generated always as identity primary key,
  name text not null,
  play text not null,
  condition text not null,
  -- The unit at whose head it was started, and the subtree that it reaches.
  unit_id text not null,
  starts_on date not null,
  ends_on date not null,
  -- What is to be reached, in a person's words.
  goal text not null,
  state text not null default 'building' check (state in ('building', 'running', 'ended', 'stopped', 'failed')),
  -- The day of the state whose customers were taken, and the pack that judged them.
  as_of date,
  pack_hash text not null,
  -- segment, wanted, tasks, messages, benefits, cases, leftOut, minutes.
  counts jsonb not null default '{}',
  problem text,
  created_by text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  built_at timestamptz,
  -- Process that builds it; tells a live job from one that was killed.
  pid integer,
  closed_at timestamptz,
  closed_by text,
  closed_reason text,
  constraint theme_days check (starts_on <= ends_on),
  constraint theme_closed check ((state in ('ended', 'stopped')) = (closed_at is not null))
);
create index theme_state on theme (state, theme_id desc);

alter table task add column theme_id bigint references theme;
create index task_theme on task (theme_id, pool) where theme_id is not null;
create index task_joint on task (joint_of) where joint_of is not null;

-- Customers of the segment who get nothing, and the first thing that speaks against it. `until`: the day on which it passes.
create table theme_left_out (
  theme_id bigint not null references theme,
  customer_id text not null,
  unit_id text not null,
  code text not null,
  detail text,
  until date,
  primary key (theme_id, customer_id)
);
create index theme_left_out_code on theme_left_out (theme_id, code, customer_id);
