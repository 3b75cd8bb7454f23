-- Deliveries of consents by other systems that nights have added to the record.
create table consent_delivery (
  batch_id text primary key,
  merged_at timestamptz not null
);
