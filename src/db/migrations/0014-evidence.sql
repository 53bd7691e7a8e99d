-- The second chain. One link for each transaction that wrote rows which nobody changes any more: their names, and a
-- hash over what they hold. Transfers have a chain of their own; a link says where it stood.
create table evidence (
  seq bigint primary key,
  at text not null,
  content text not null,
  previous_hash text not null,
  hash text not null
); -- wide
-- append-only: evidence
