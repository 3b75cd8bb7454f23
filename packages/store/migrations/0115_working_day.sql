-- What people can do and how much: kept in Tend, no delivery changes it. Null minutes: what the pack says of everybody.
alter table staff add column skills text[] not null default '{}';
alter table staff add column minutes_per_day integer check (minutes_per_day between 0 and 1440);

-- Days on which a person is away, both ends included, and who stands in. Two of one person never overlap (the command holds the person's row).
create table absence (
  absence_id bigint generated always as identity primary key,
  staff_id text not null references staff,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  substitute_id text references staff check (substitute_id <> staff_id),
  reason text not null check (reason <> ''),
  created_by text not null,
  created_at timestamptz not null,
  cancelled_by text,
  cancelled_at timestamptz,
  check ((cancelled_at is null) = (cancelled_by is null))
);
create index absence_staff on absence (staff_id, to_day) where cancelled_at is null;
create index absence_substitute on absence (substitute_id, to_day) where cancelled_at is null;

-- Points of a task's checklist that were done; `index` counts from 0 in the play's list.
create table task_tick (
  task_id bigint not null references task,
  index smallint not null check (index >= 0),
  ticked_by text not null,
  at timestamptz not null,
  primary key (task_id, index)
);

-- A task that went from one person to another: by hand, or because of leave. Rows are only ever added.
-- `attempts` tells what had been done by then, so that untouched work can be given back.
create table task_hand_over (
  hand_over_id bigint generated always as identity primary key,
  task_id bigint not null references task,
  from_staff_id text,
  to_staff_id text,
  reason text not null check (reason <> ''),
  attempts smallint not null,
  absence_id bigint references absence,
  user_id text not null,
  at timestamptz not null
);
create index task_hand_over_task on task_hand_over (task_id, hand_over_id);
create index task_hand_over_absence on task_hand_over (absence_id) where absence_id is not null;
create trigger task_hand_over_is_append_only before update or delete or truncate on task_hand_over for each statement execute function refuse_change();

-- Who holds the address of a feed may read it, so only its hash is kept; a person has one at a time.
create table calendar_feed (
  token_hash text primary key,
  staff_id text not null references staff,
  user_id text not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create unique index calendar_feed_staff on calendar_feed (staff_id) where revoked_at is null;
