-- Changes to a pack. `content` is a list of { kind, id, yaml } laid over the shipped pack, whose hash `shipped_hash` is; `base_hash` is the pack
-- that was in force when the version was made or last brought up to date. Two people are needed, and an approval counts for one content only.
create table pack_version (
  version integer generated always as identity primary key,
  pack_id text not null,
  title text not null,
  note text,
  state text not null check (state in ('draft', 'submitted', 'published', 'rejected', 'withdrawn')),
  content jsonb not null default '[]',
  hash text,
  shipped_hash text not null,
  base_version integer references pack_version,
  base_hash text not null,
  created_by text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  decided_by_name text,
  decided_at timestamptz,
  approved_by text,
  approved_hash text,
  rejected_by text,
  reason text,
  constraint pack_version_two_people check (approved_by <> created_by and rejected_by <> created_by),
  constraint pack_version_approval_binds check (approved_hash = hash),
  constraint pack_version_published_is_approved check ((state = 'published') = (approved_by is not null and approved_hash is not null)),
  constraint pack_version_rejected_by_somebody check ((state = 'rejected') = (rejected_by is not null and reason is not null)),
  constraint pack_version_submitted_has_hash check (state not in ('submitted', 'published') or hash is not null)
);
create index pack_version_of_pack on pack_version (pack_id, version desc);
create index pack_version_by_hash on pack_version (pack_id, hash);

create function keep_settled_version() returns trigger language plpgsql as $$
begin
  if old.state in ('published', 'rejected', 'withdrawn') then
    raise exception 'Version % is settled and is never changed.', old.version;
  end if;
  if old.state <> 'draft' and (new.content, new.hash) is distinct from (old.content, old.hash) and new.state <> 'draft' then
    raise exception 'Version % was submitted: its content is never changed.', old.version;
  end if;
  return new;
end
$$;
create trigger pack_version_is_settled before update on pack_version for each row execute function keep_settled_version();

-- What was put in force, when and by whom; the last row of a pack holds. A row without a version is the shipped pack again.
create table pack_publication (
  publication_id bigint generated always as identity primary key,
  pack_id text not null,
  version integer references pack_version,
  hash text not null,
  at timestamptz not null,
  by_user text not null,
  reason text
);
create index pack_publication_of_pack on pack_publication (pack_id, publication_id desc);
create trigger pack_publication_is_append_only before update or delete or truncate on pack_publication for each statement execute function refuse_change();

-- Simulations and backtests, one at a time: each takes the memory of a night.
create table studio_job (
  job_id text primary key,
  kind text not null check (kind in ('simulation', 'backtest')),
  work jsonb not null,
  state text not null check (state in ('running', 'done', 'failed')),
  step jsonb,
  progress double precision not null default 0,
  started_by text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  pid integer,
  problem text,
  result jsonb
);
create unique index studio_job_one_at_a_time on studio_job (state) where state = 'running';
