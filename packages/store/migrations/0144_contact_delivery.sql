-- Contacts that other systems had, by their number there; Tend's own have none. Deliveries are those that nights have added to the record.
alter table contact add column delivered_id text;
create unique index contact_delivered on contact (delivered_id) where delivered_id is not null;
create table contact_delivery (
  batch_id text primary key,
  merged_at timestamptz not null
);
