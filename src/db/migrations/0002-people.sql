create table person (
  id text primary key,
  login text not null,
  login_key text not null unique,
  name text not null,
  email text not null,
  email_key text not null,
  language text not null check (language in ('fr', 'en')),
  theme text not null check (theme in ('automatic', 'light', 'dark')),
  password_hash text not null,
  disabled_at text,
  totp_secret text,
  totp_last_step bigint,
  recovery_codes text,
  created_at text not null
); -- wide
create index person_email_key on person (email_key);

create table person_role (
  person_id text not null references person (id),
  role text not null,
  primary key (person_id, role)
);

-- A cookie's token is known here by its SHA-256 only.
create table web_session (
  token_hash text primary key,
  person_id text not null references person (id),
  created_at text not null,
  seen_at text not null,
  expires_at text not null,
  second_factor_at text,
  ended_at text,
  browser text not null
);
create index web_session_person on web_session (person_id);

create table one_time_link (
  token_hash text primary key,
  purpose text not null check (purpose in ('set_password', 'confirm_email')),
  person_id text not null references person (id),
  detail text not null,
  expires_at text not null,
  used_at text
);

-- Counts tries in a window that begins with the first one; shared by all nodes.
create table throttle (
  bucket text primary key,
  tries bigint not null,
  since text not null
);

create table audit_entry (
  id text primary key,
  at text not null,
  actor text not null,
  act text not null,
  about text not null,
  detail text not null
);
create index audit_entry_about on audit_entry (about);
-- append-only: audit_entry
