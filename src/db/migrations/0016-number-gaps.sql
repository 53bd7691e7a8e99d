-- Numbers of a series that may have been used by books that were lost, and are left out: from, to, why.
create table number_gap (
  series text not null,
  from_value bigint not null,
  to_value bigint not null,
  why text not null,
  at text not null,
  primary key (series, from_value)
);
-- append-only: number_gap
