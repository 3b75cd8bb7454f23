-- What a customer agreed to and refused, with the proof of it. Rows are only ever added: the latest that covers purpose and channel counts, of equal
-- age the refusal. A null purpose covers all purposes (nothing more, please), a null channel all channels.
create table consent (
  consent_id bigint generated always as identity primary key,
  customer_id text not null,
  purpose text,
  channel text,
  state text not null check (state in ('given', 'withdrawn')),
  -- Version of the text that the customer agreed to.
  text_version text,
  at timestamptz not null,
  -- in_person, phone, form, link, message, file, …
  how text not null check (how <> ''),
  -- Who took it: a sign-in, 'customer' where a link was followed, 'file' where another system says so.
  taken_by text not null,
  staff_id text,
  -- Where the proof lies: number of a form, of a recording, of a message.
  proof text,
  source text not null check (source in ('tend', 'link', 'file')),
  recorded_at timestamptz not null,
  constraint consent_given_for_something check (state = 'withdrawn' or purpose is not null)
);
create index consent_customer on consent (customer_id, at desc);
-- A file that is delivered twice says nothing twice.
create unique index consent_of_file on consent (customer_id, purpose, channel, at, state) nulls not distinct where source = 'file';
create trigger consent_is_append_only before update or delete or truncate on consent for each statement execute function refuse_change();

-- Why the customer was contacted, and whether they declined: what caps, cool-off and minimums count by.
alter table contact add column purpose text;
alter table contact add column refusal text check (refusal in ('cool_off', 'withdraw'));
create index contact_refusal on contact (customer_id, at desc) where refusal is not null;

-- What reaches the customer besides the columns of the snapshot: addresses by column of the customer fact, preferred channel and band, company, day of leaving.
alter table customer add column contact_points jsonb not null default '{}';

-- Years for which somebody has entered or confirmed the days off; a year without a row is missing, whatever days it holds.
create table holiday_year (
  year integer primary key,
  source text not null,
  saved_by text not null,
  saved_at timestamptz not null
);
