-- Who somebody is stands in person; by what names they come in, and how they prove it, stands in tables of its own.

create table credential (
  person_id text not null references person (id),
  kind text not null check (kind in ('password', 'one_time_code', 'recovery_codes')),
  -- Which of its kind; empty where a person has one at most.
  name text not null,
  -- A hash, or sealed under the installation's key: nothing that could be typed.
  secret text not null,
  -- Of one-time codes: the step of the last one that was used.
  last_step bigint,
  set_at text not null,
  primary key (person_id, kind, name)
); -- wide
insert into credential (person_id, kind, name, secret, last_step, set_at)
  select id, 'password', '', password_hash, null, created_at from person;
insert into credential (person_id, kind, name, secret, last_step, set_at)
  select id, 'one_time_code', '', totp_secret, totp_last_step, created_at from person where totp_secret is not null;
insert into credential (person_id, kind, name, secret, last_step, set_at)
  select id, 'recovery_codes', '', recovery_codes, null, created_at from person where recovery_codes is not null;

-- The name under which a provider of identities knows a person. `local` is Obole itself: its subject is the login.
create table identity (
  provider text not null,
  issuer text not null,
  subject text not null,
  person_id text not null references person (id),
  linked_at text not null,
  seen_at text,
  primary key (provider, issuer, subject)
);
create index identity_person on identity (person_id);
insert into identity (provider, issuer, subject, person_id, linked_at, seen_at)
  select 'local', '', login_key, id, created_at, null from person;

alter table person drop column password_hash;
alter table person drop column totp_secret;
alter table person drop column totp_last_step;
alter table person drop column recovery_codes;

-- A person may have no address.
drop index person_email_key;
alter table person add column address text;
alter table person add column address_key text;
update person set address = email, address_key = email_key;
alter table person drop column email;
alter table person drop column email_key;
alter table person rename column address to email;
alter table person rename column address_key to email_key;
