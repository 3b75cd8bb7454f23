-- The narrow snapshot that the night publishes. `as_of` and `pack_hash` are of the run that last changed the row.
-- `owner_id` is who looks after the customer; `file_owner_id` what the last delivery said. A hand-over made in Tend wins
-- (`has_local_owner`) until a delivery says the same.
create table customer (
  customer_id text primary key,
  name text,
  phone text,
  id_number text,
  unit_id text not null,
  owner_id text,
  file_owner_id text,
  has_local_owner boolean not null default false,
  is_present boolean not null default true,
  as_of date not null,
  pack_hash text not null,
  card jsonb not null
);
create index customer_unit on customer (unit_id);
create index customer_owner on customer (owner_id);
create index customer_file_owner on customer (file_owner_id) where has_local_owner;
create index customer_phone on customer (phone);

create table customer_helper (
  customer_id text not null references customer,
  staff_id text not null references staff,
  since timestamptz not null,
  added_by text not null,
  primary key (customer_id, staff_id)
);
create index customer_helper_staff on customer_helper (staff_id);

create table ownership (
  ownership_id bigint generated always as identity primary key,
  customer_id text not null references customer,
  from_owner text,
  to_owner text,
  reason text not null check (reason <> ''),
  changed_by text not null,
  changed_at timestamptz not null
);
create index ownership_customer on ownership (customer_id, ownership_id);
