-- The books: transfers are the only record of money and credit; balances are their sums, kept beside them.

create table transfer (
  seq bigint primary key,
  key text not null unique,
  from_account text not null,
  to_account text not null,
  amount_minor bigint not null check (amount_minor > 0),
  unit text not null,
  cause text not null,
  mode text not null check (mode in ('demo', 'test', 'live')),
  occurred_at text not null,
  posted_at text not null,
  previous_hash text not null,
  hash text not null,
  check (from_account <> to_account)
);
create index transfer_cause on transfer (cause);
-- append-only: transfer

create table balance (
  account text not null,
  unit text not null,
  minor bigint not null,
  primary key (account, unit)
);

-- Where the hash chain ends: taken once a batch by "update … where seq = old".
create table chain_head (
  chain text primary key,
  seq bigint not null,
  hash text not null
);

-- Numbers without gaps: one row a series, updated inside the transaction that uses the number.
create table counter (
  series text primary key,
  value bigint not null
);

-- One line of a person's history for each change of a wallet, with the balance after it.
create table history_entry (
  person_id text not null,
  seq bigint not null,
  kind text not null check (kind in ('recharge', 'gift', 'usage', 'refund', 'adjustment')),
  delta_minor bigint not null,
  balance_minor bigint not null,
  cause text not null,
  detail text not null,
  occurred_at text not null,
  primary key (person_id, seq)
);
-- append-only: history_entry

-- What this database is: its mode is written once, at its first start.
create table site (
  name text primary key,
  value text not null
);
