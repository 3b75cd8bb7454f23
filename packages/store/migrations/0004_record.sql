-- One row a nightly run; the row that turns to `committed` is the commit point of the night.
create table run (
  run_id text primary key,
  as_of date not null,
  pack_id text not null,
  pack_hash text not null,
  lake_version text not null,
  state_folder text,
  status text not null check (status in ('running', 'committed', 'failed')),
  started_at timestamptz not null,
  finished_at timestamptz,
  counts jsonb not null default '{}',
  error text,
  pid integer
);
create unique index run_one_at_a_time on run (status) where status = 'running';
create index run_started on run (started_at desc, run_id);

-- Who did or saw what. Rows are only ever added. A sealer chains them by hash afterwards, so that commands need not wait for one another;
-- `position` is the order of sealing.
create table audit (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  detail jsonb not null
);
create index audit_actor on audit (actor, audit_id desc);
create index audit_subject on audit (subject_kind, subject_id, audit_id desc);

create table audit_seal (
  position bigint primary key,
  audit_id bigint not null unique references audit,
  hash text not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The table % is only ever added to.', tg_table_name;
end
$$;
create trigger audit_is_append_only before update or delete or truncate on audit for each statement execute function refuse_change();
create trigger audit_seal_is_append_only before update or delete or truncate on audit_seal for each statement execute function refuse_change();
