-- Bulletins in the categories of the pack (S09): written by one person, approved by another, then handed to the outbox for who has subscribed.
-- `subscribers`, `queued` and `left_out` are of the moment of approval.
create table bulletin (
  bulletin_id bigint generated always as identity primary key,
  category text not null,
  state text not null default 'submitted' check (state in ('submitted', 'approved', 'rejected', 'withdrawn')),
  zh_title text not null,
  zh_body text not null,
  en_title text,
  en_body text,
  written_by text not null,
  written_staff_id text,
  written_at timestamptz not null,
  decided_by text,
  decided_staff_id text,
  decided_at timestamptz,
  reason text,
  subscribers integer not null default 0,
  queued integer not null default 0,
  left_out integer not null default 0,
  constraint bulletin_english_is_whole check ((en_title is null) = (en_body is null)),
  constraint bulletin_decided_has_a_day check ((state = 'submitted') = (decided_at is null)),
  constraint bulletin_rejected_says_why check (state <> 'rejected' or reason is not null),
  -- Also where the same person has two sign-ins.
  constraint bulletin_approved_by_another check (
    state <> 'approved' or (decided_by <> written_by and decided_staff_id is distinct from coalesce(written_staff_id, ''))
  )
);
create index bulletin_latest on bulletin (bulletin_id desc);

-- What a customer receives; only added to, the latest row of a category counts. The consent of purpose `bulletin` that it rests on is recorded with it.
create table subscription (
  subscription_id bigint generated always as identity primary key,
  customer_id text not null,
  category text not null,
  channel text not null,
  state text not null check (state in ('on', 'off')),
  at timestamptz not null,
  recorded_by text not null,
  consent_id bigint not null references consent
);
create index subscription_customer on subscription (customer_id, category, subscription_id desc);
create index subscription_category on subscription (category, customer_id, subscription_id desc);
create trigger subscription_is_append_only before update or delete or truncate on subscription for each statement execute function refuse_change();

-- Who learned what (S14, S77, S106); only added to, the latest day counts.
create table training_record (
  record_id bigint generated always as identity primary key,
  staff_id text not null,
  training text not null,
  learned_on date not null,
  valid_until date not null,
  note text,
  recorded_by text not null,
  recorded_at timestamptz not null,
  constraint training_lasts check (valid_until >= learned_on)
);
create index training_record_person on training_record (staff_id, training, learned_on desc);
create trigger training_record_is_append_only before update or delete or truncate on training_record for each statement execute function refuse_change();
