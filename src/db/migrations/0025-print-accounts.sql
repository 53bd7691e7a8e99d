-- Several print systems at once: a person's account is at one of them, and so is each top-up.
create table print_account (
  person_id text primary key references person (id),
  print_system text not null,
  since text not null
);
insert into print_account (person_id, print_system, since) select id, 'builtin', created_at from person;
-- append-only: print_account
-- Null: from before there were several, in our own books.
alter table top_up add column print_system text;
