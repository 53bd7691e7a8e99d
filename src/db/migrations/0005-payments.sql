create table payment (
  id text primary key,
  order_id text not null references orders (id),
  gateway_id text not null,
  account text not null,
  mode text not null check (mode in ('demo', 'test', 'live')),
  reference text not null,
  attempt_ref text,
  key text not null,
  return_token text not null unique,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  status text not null check (status in ('started', 'pending', 'succeeded', 'refused', 'cancelled', 'expired', 'held', 'returned', 'charged_back')), -- lifecycle: paymentLifecycle
  held_why text,
  go_to text,
  captured_minor bigint not null,
  refunded_minor bigint not null,
  capture text,
  payer_mark text,
  paid_at text,
  started_at text not null,
  limit_at text not null,
  looks bigint not null,
  last_look_at text,
  next_look_at text,
  complete_asked_at text,
  check (refunded_minor <= captured_minor),
  unique (reference, gateway_id),
  unique (order_id, key)
); -- wide
create index payment_order on payment (order_id);
create index payment_next_look on payment (next_look_at) where next_look_at is not null;
create index payment_attempt on payment (attempt_ref) where attempt_ref is not null;
create index payment_held on payment (started_at) where status = 'held';

-- What a provider sent us, byte for byte, before anybody understood it.
create table notice (
  id text primary key,
  gateway_id text not null,
  notice_key text not null,
  method text not null,
  headers text not null,
  query text not null,
  body bytes not null,
  received_at text not null,
  repeats bigint not null,
  status text not null check (status in ('received', 'understood', 'rejected', 'not_ours', 'puzzling')), -- lifecycle: noticeLifecycle
  why text not null,
  try_at text not null,
  order_id text,
  unique (gateway_id, notice_key)
); -- wide
create index notice_waiting on notice (try_at) where status = 'received';
create index notice_rejected on notice (try_at) where status = 'rejected';
create index notice_puzzling on notice (try_at) where status = 'puzzling';

-- What we understood from a notice or a look-up. A payment's state follows from all of its facts.
create table payment_fact (
  id text primary key,
  gateway_id text not null,
  account text not null,
  about text not null check (about in ('payment', 'refund', 'chargeback')),
  kind text not null check (kind in ('paid', 'pending', 'refused', 'cancelled', 'expired', 'refunded', 'charged_back', 'unknown')),
  operation text not null,
  returned bigint not null check (returned in (0, 1)),
  payment_id text not null references payment (id),
  mode text not null,
  amount_minor bigint not null,
  currency text not null,
  detail text not null,
  source text not null,
  decision text not null,
  because text not null,
  occurred_at text not null,
  seen_at text not null,
  unique (gateway_id, account, about, kind, operation, returned)
);
create index payment_fact_payment on payment_fact (payment_id);
-- append-only: payment_fact

create table refund (
  id text primary key,
  payment_id text not null references payment (id),
  order_id text not null references orders (id),
  status text not null check (status in ('asked', 'reserved', 'sending', 'done', 'refused', 'uncertain')), -- lifecycle: refundLifecycle
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  vat_minor bigint not null,
  bought_minor bigint not null,
  given_minor bigint not null,
  key text not null unique,
  operation text,
  reason text not null,
  asked_by text not null,
  asked_at text not null,
  why text not null,
  next_look_at text,
  looks bigint not null,
  lease_until text
);
create index refund_payment on refund (payment_id);
create index refund_next on refund (status, next_look_at);
