-- What people call the segments of a trained model. `hash` is of what was learned: another training draws other segments and does not inherit
-- their names, the same one does. The artifact itself stays as it was written, so that a name changes no score and no state.
create table segment_name (
  model text not null,
  hash text not null,
  segment text not null,
  zh text not null,
  en text not null,
  named_by text not null,
  named_at timestamptz not null,
  primary key (model, hash, segment)
);
