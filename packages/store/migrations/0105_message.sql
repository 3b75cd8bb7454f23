-- The outbox. A message is rendered when it is planned and judged again when it is sent. States:
--   waiting    to be sent from `next_attempt_at` on, or (a letter) to be printed
--   sending    an attempt has begun; after `lease_until` its sender is taken for dead
--   sent       the provider took it; delivered: it says that the customer has it
--   dead       given up, with the reason; a person may send it anew
--   unknown    nobody knows whether the provider took it; a person settles it, it is never sent again by itself
--   cancelled  may not be sent any more; expired: its occasion is over
-- `not_before` fixes the order in which a customer's messages of a channel leave, `next_attempt_at` the hour.
create sequence message_revision;

create table message (
  message_id bigint generated always as identity primary key,
  customer_id text not null,
  unit_id text not null,
  channel text not null,
  purpose text not null,
  kind text not null,
  template text not null,
  language text not null check (language in ('zh', 'en')),
  play text,
  moment text,
  moment_id text,
  moment_values jsonb not null default '{}',
  task_id bigint references task,
  theme_id bigint,
  address text,
  subject text,
  body text not null check (body <> ''),
  sender_name text not null,
  sender_staff_id text,
  state text not null default 'waiting'
    check (state in ('waiting', 'sending', 'sent', 'delivered', 'dead', 'unknown', 'cancelled', 'expired')),
  reason text,
  reason_detail text,
  attempts smallint not null default 0,
  not_before timestamptz not null,
  next_attempt_at timestamptz not null,
  expires_at timestamptz,
  lease_until timestamptz,
  leased_by text,
  idempotency_key text not null unique,
  dedupe_key text not null unique,
  provider text,
  provider_id text,
  print_batch text,
  consent_id bigint,
  pack_hash text not null,
  run_id text,
  resend_of bigint unique references message,
  created_at timestamptz not null,
  created_by text not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  settled_at timestamptz,
  settled_by text,
  settled_reason text,
  -- Grows with each change of state, so that the night carries to the lake what has changed since the last one.
  revision bigint not null default nextval('message_revision'),
  constraint message_leased_while_sending check ((state = 'sending') = (lease_until is not null and leased_by is not null)),
  constraint message_sent_has_instant check (state not in ('sent', 'delivered') or sent_at is not null),
  constraint message_stop_has_reason check (state not in ('dead', 'unknown', 'cancelled', 'expired') or reason is not null)
);
create index message_due on message (channel, next_attempt_at, message_id) where state = 'waiting';
create index message_line on message (customer_id, channel, not_before, message_id) where state in ('waiting', 'sending');
create index message_lease on message (lease_until) where state = 'sending';
create index message_expiry on message (expires_at) where state = 'waiting' and expires_at is not null;
create index message_customer on message (customer_id, created_at desc, message_id desc);
create index message_provider on message (provider, provider_id) where provider_id is not null;
create index message_state on message (state, message_id desc);
create index message_batch on message (print_batch) where print_batch is not null;
create index message_revised on message (revision);

-- Written before the provider is called: an attempt without an end, of a sender whose lease is over, is one that nobody knows the fate of.
create table message_attempt (
  message_id bigint not null references message,
  attempt smallint not null,
  sender text not null,
  provider text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'refused', 'failed', 'unknown')),
  reason text,
  provider_id text,
  primary key (message_id, attempt)
);

-- What providers reported; one that reports twice counts once. A receipt that comes before its message is known waits with a null message_id.
create table message_receipt (
  provider text not null,
  receipt_id text not null,
  provider_id text not null,
  message_id bigint references message,
  state text not null check (state in ('delivered', 'failed')),
  detail text,
  received_at timestamptz not null,
  primary key (provider, receipt_id)
);
create index message_receipt_message on message_receipt (message_id);
create index message_receipt_waiting on message_receipt (provider, provider_id) where message_id is null;
