-- A large file of a dialler's results on its way in. One at a time: rows of two would wait for each other.
create table dialler_import (
  import_id text primary key,
  -- Of the file and how it is read: the same one again is the same import while it is under way, and where nothing of it was refused.
  file_hash text not null,
  started_by text not null,
  started_at timestamptz not null,
  pid integer not null,
  state text not null check (state in ('running', 'done', 'failed')),
  total integer not null,
  done integer not null default 0,
  known integer not null default 0,
  refused integer not null default 0,
  -- The first of the refused rows, as they were told; all of them lie in dialler_result.
  refused_rows jsonb not null default '[]',
  problem text,
  finished_at timestamptz
);
create unique index dialler_import_one_at_a_time on dialler_import (state) where state = 'running';
create index dialler_import_hash on dialler_import (file_hash, started_by, started_at desc);
