-- What a person has typed and not yet recorded, so that a browser that dies loses nothing. One a person and task; gone when the contact is recorded.
create table work_draft (
  user_id text not null,
  task_id bigint not null references task,
  content jsonb not null,
  saved_at timestamptz not null,
  primary key (user_id, task_id)
);
create index work_draft_task on work_draft (task_id);

-- A visit or call in three phases (S62, S63): before, during, after. It is saved as it goes and is closed with an evaluation, and with the next dated
-- appointment or the reason for none (G48). `opinions` and `answers` are lists of objects.
create table visit (
  visit_id bigint generated always as identity primary key,
  customer_id text not null,
  task_id bigint references task,
  contact_id bigint references contact,
  user_id text not null,
  staff_id text not null,
  channel text not null,
  planned_at timestamptz,
  goal text,
  material text,
  answers jsonb not null default '[]',
  notes text,
  opinions jsonb not null default '[]',
  goal_reached text check (goal_reached in ('yes', 'partly', 'no')),
  effect text,
  summary text,
  next_at timestamptz,
  next_reason text,
  begun_at timestamptz not null,
  saved_at timestamptz not null,
  revision integer not null default 1,
  closed_at timestamptz,
  constraint visit_closed_is_evaluated check (
    closed_at is null or (goal_reached is not null and summary is not null and (next_at is not null or next_reason is not null))
  )
);
create unique index visit_open_of_task on visit (staff_id, task_id) where closed_at is null and task_id is not null;
create unique index visit_open_of_customer on visit (staff_id, customer_id) where closed_at is null and task_id is null;
create index visit_customer on visit (customer_id, begun_at desc, visit_id desc);
create index visit_contact on visit (contact_id) where contact_id is not null;

-- Files beside notes. The bytes lie in the row: one commit keeps file, note and audit together, and a backup has all of them. What is removed
-- loses its bytes and keeps the row, which says who removed it and why.
create table attachment (
  attachment_id bigint generated always as identity primary key,
  customer_id text not null,
  subject_kind text not null check (subject_kind in ('customer', 'contact', 'visit', 'case')),
  subject_id bigint,
  file_name text not null,
  content_type text not null,
  size_bytes integer not null check (size_bytes > 0),
  sha256 text not null,
  content bytea,
  added_by text not null,
  staff_id text,
  added_at timestamptz not null,
  removed_at timestamptz,
  removed_by text,
  removed_reason text,
  constraint attachment_of_something check ((subject_kind = 'customer') = (subject_id is null)),
  constraint attachment_removed_with_reason check (
    (removed_at is null) = (content is not null) and (removed_at is null) = (removed_reason is null)
  )
);
-- Pictures and documents are packed already.
alter table attachment alter column content set storage external;
create index attachment_customer on attachment (customer_id, attachment_id desc);
create index attachment_subject on attachment (subject_kind, subject_id) where removed_at is null;

-- What the customer thinks of the manager (S30). The rated person never gives it and never reads it.
create table rating_link (
  link_id bigint generated always as identity primary key,
  token_hash text not null unique,
  customer_id text not null,
  staff_id text not null,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create table rating (
  rating_id bigint generated always as identity primary key,
  customer_id text not null,
  staff_id text not null,
  unit_id text not null,
  score smallint not null check (score between 1 and 5),
  comment text,
  way text not null check (way in ('person', 'link')),
  link_id bigint unique references rating_link,
  taken_by text,
  given_at timestamptz not null
);
create index rating_staff on rating (staff_id, given_at desc);
create index rating_customer on rating (customer_id);

-- Lists that were handed to a dialler: which tasks, and who asked. Results come back by call, each counted once; what could not be used is kept with
-- its reason.
create table dialler_list (
  list_id bigint generated always as identity primary key,
  made_by text not null,
  made_at timestamptz not null,
  filter jsonb not null
);
create table dialler_lead (
  list_id bigint not null references dialler_list,
  task_id bigint not null references task,
  rank integer not null,
  primary key (list_id, task_id)
);
create index dialler_lead_task on dialler_lead (task_id);
create table dialler_result (
  call_id text primary key,
  row jsonb not null,
  state text not null check (state in ('done', 'refused')),
  reason text,
  detail text,
  task_id bigint references task,
  contact_id bigint references contact,
  imported_by text not null,
  imported_at timestamptz not null,
  constraint dialler_result_done_is_a_contact check ((state = 'done') = (contact_id is not null)),
  constraint dialler_result_refused_says_why check ((state = 'refused') = (reason is not null))
);
create index dialler_result_refused on dialler_result (imported_at desc, call_id) where state = 'refused';
