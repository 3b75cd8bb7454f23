-- Suggestions, commitments, leads, quarrels: what has to be followed up until it is closed (S10–S12, S33, S57). `route` says whose work it is;
-- `assignee_id` is null while nobody of the route is known. The due day is a working day of the institution. What a play opened has no text of its own:
-- the moment and its values (`reason`) tell it.
create table care_case (
  case_id bigint generated always as identity primary key,
  customer_id text not null,
  unit_id text not null,
  kind text not null,
  text text,
  reason jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'working', 'answered', 'closed', 'declined')),
  source text not null check (source in ('contact', 'visit', 'desk', 'online', 'play')),
  route text not null check (route in ('owner', 'supervisor', 'leader', 'head_office')),
  needs_answer boolean not null,
  assignee_id text,
  referrer_staff_id text,
  referrer_customer_id text,
  contact_id bigint references contact,
  visit_id bigint references visit,
  task_id bigint references task,
  play text,
  moment text,
  received_at timestamptz not null,
  due_on date not null,
  outcome text check (outcome in ('achieved', 'not_achieved')),
  answer text,
  answered_at timestamptz,
  explanation text,
  opened_by text not null,
  closed_at timestamptz,
  closed_by text,
  dedupe_key text unique,
  constraint case_says_what_it_is check (text is not null or play is not null),
  constraint case_closed_has_a_day check ((state in ('closed', 'declined')) = (closed_at is not null)),
  constraint case_declined_is_explained check (state <> 'declined' or explanation is not null),
  constraint case_answered_is_told check (not needs_answer or state not in ('answered', 'closed') or answered_at is not null)
);
create index care_case_customer on care_case (customer_id, case_id desc);
create index care_case_due on care_case (due_on, case_id) where closed_at is null;
create index care_case_assignee on care_case (assignee_id, due_on) where closed_at is null;

-- Every step of a case, with its reason. Rows are only ever added.
create table case_step (
  step_id bigint generated always as identity primary key,
  case_id bigint not null references care_case,
  at timestamptz not null,
  user_id text not null,
  action text not null check (action in ('open', 'start', 'note', 'hand_on', 'answer', 'close', 'decline', 'reopen')),
  state text not null,
  text text,
  to_staff_id text
);
create index case_step_case on case_step (case_id, step_id);
create trigger case_step_is_append_only before update or delete or truncate on case_step for each statement execute function refuse_change();

-- What a customer was offered, and what came of it (G72). `cost` in minor units, as the pack had it on that day; `year` is the local year that the limit
-- counts in. A grant that needs approval is given only when a second person has approved it.
create table benefit_grant (
  grant_id bigint generated always as identity primary key,
  customer_id text not null,
  unit_id text not null,
  benefit text not null,
  state text not null default 'offered' check (state in ('offered', 'given', 'refused', 'expired')),
  cost bigint not null check (cost >= 0),
  year integer not null,
  needs_approval boolean not null,
  approved_by text,
  approved_at timestamptz,
  offered_at timestamptz not null,
  offered_by text not null,
  expires_on date not null,
  task_id bigint references task,
  play text,
  moment text,
  settled_at timestamptz,
  settled_by text,
  reason text,
  dedupe_key text unique,
  constraint benefit_settled_has_a_day check ((state = 'offered') = (settled_at is null)),
  constraint benefit_given_is_approved check (state <> 'given' or not needs_approval or approved_by is not null),
  constraint benefit_refused_says_why check (state <> 'refused' or reason is not null),
  constraint benefit_approved_by_another check (approved_by is null or approved_by <> offered_by)
);
create index benefit_grant_customer on benefit_grant (customer_id, benefit, year);
create index benefit_grant_open on benefit_grant (expires_on) where state = 'offered';
