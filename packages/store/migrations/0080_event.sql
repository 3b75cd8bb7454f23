-- Rows of facts that arrived one by one, as they were sent, until a night delivers them to the lake. `key` is the sender's own.
create table event (
  event_id bigint generated always as identity primary key,
  user_id text not null,
  key text not null,
  input_hash text not null,
  fact text not null,
  customer_id text not null,
  date date not null,
  row jsonb not null,
  moments text[] not null,
  received_at timestamptz not null,
  unique (user_id, key)
);

-- A level that a person gives or holds (no level: the present one), until a day, with a reason. Rows are only ever added: the later one counts.
create table level_override (
  override_id bigint generated always as identity primary key,
  customer_id text not null,
  scheme text not null,
  level text,
  valid_from date not null,
  until date not null check (until >= valid_from),
  reason text not null,
  user_id text not null,
  decided_by text not null,
  decided_at timestamptz not null
);
create index level_override_customer on level_override (customer_id, override_id desc);
create trigger level_override_is_append_only before update or delete or truncate on level_override for each statement execute function refuse_change();
