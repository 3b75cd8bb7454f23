-- The tree of org units and the people in it. `path` holds the ids from the root to the unit itself, so that a subtree is `path @> array[unit]`.
create table org_unit (
  unit_id text primary key,
  parent_id text references org_unit deferrable initially deferred,
  name text not null,
  kind text not null,
  path text[] not null
);
create index org_unit_path on org_unit using gin (path);

insert into org_unit (unit_id, parent_id, name, kind, path) values ('root', null, '总行', 'head_office', '{root}');

create table staff (
  staff_id text primary key,
  name text not null,
  role text not null,
  unit_id text not null references org_unit deferrable initially deferred,
  is_active boolean not null default true
);
create index staff_unit on staff (unit_id);
