-- The latest instant that any node has seen: when the clock stands before it, somebody has put it back.
create table latest_instant (
  id bigint primary key check (id = 1),
  at text not null
);
