-- Sign-ins. The columns of app_account, app_session and app_verification are those that the sign-in library reads and writes, which wants
-- every key to be called `id`; of app_user the last six are ours. Role and unit come from the staff list; `role` here is for people who are not on it (an administrator).
create table app_user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  username text unique,
  display_username text,
  staff_id text unique,
  role text,
  is_active boolean not null default true,
  language text not null default 'zh',
  must_change_password boolean not null default false,
  last_sign_in_at timestamptz,
  constraint app_user_is_somebody check (staff_id is not null or role is not null)
);

create table app_session (
  id text primary key,
  user_id text not null references app_user on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  ip_address text,
  user_agent text
);
create index app_session_user on app_session (user_id);

create table app_account (
  id text primary key,
  user_id text not null references app_user on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index app_account_user on app_account (user_id);

create table app_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index app_verification_identifier on app_verification (identifier);

-- Failed sign-ins by user name (known or not, so that neither is told apart) and by address.
create table sign_in_failure (
  subject text primary key,
  failures int not null,
  first_at timestamptz not null,
  locked_until timestamptz
);
