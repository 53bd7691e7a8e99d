-- What the books moved in one day, month or year of the shop, closed for ever: totals, the total since the beginning,
-- and where both chains stood. The closings are a chain of their own.
create table closing (
  number bigint primary key,
  kind text not null check (kind in ('day', 'month', 'year')),
  period text not null,
  from_at text not null,
  until_at text not null,
  time_zone text not null,
  from_seq bigint not null,
  books_seq bigint not null,
  books_hash text not null,
  evidence_seq bigint not null,
  evidence_hash text not null,
  totals text not null,
  perpetual text not null,
  closed_at text not null,
  previous_hash text not null,
  hash text not null,
  unique (kind, period)
);
-- append-only: closing
