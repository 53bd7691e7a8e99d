-- One comparison of our books with a provider's own list, as it ended.
create table reconciliation (
  id text primary key,
  gateway_id text not null,
  account text not null,
  ran_at text not null,
  asked_by text not null,
  from_at text not null,
  complete_to text not null,
  outcome text not null check (outcome in ('compared', 'not_allowed', 'unreachable')),
  why text not null,
  listed bigint not null,
  settled bigint not null,
  fees bigint not null,
  differences bigint not null
); -- wide
create index reconciliation_last on reconciliation (gateway_id, account, ran_at);
-- append-only: reconciliation

-- Where the list and our books say different things. It ends by a match or by a person, and stays.
create table difference (
  id text primary key,
  gateway_id text not null,
  account text not null,
  kind text not null check (kind in ('unknown_payment', 'unknown_refund', 'not_confirmed', 'not_booked', 'missing', 'amount', 'status', 'fee')),
  subject text not null,
  payment_id text references payment (id),
  order_id text references orders (id),
  listed_minor bigint,
  listed_unit text,
  ours_minor bigint,
  ours_unit text,
  detail text not null,
  seen_at text not null
); -- wide
create index difference_subject on difference (gateway_id, account, subject);
-- append-only: difference

create table difference_end (
  difference_id text primary key references difference (id),
  ended_at text not null,
  ended_by text not null,
  why text not null
);
-- append-only: difference_end
