-- Since when letters go, and when the last one went: one row at most, absent before the first.
create table mail_life (
  id text primary key check (id = 'account'),
  works_since text not null,
  last_sent_at text not null
);
