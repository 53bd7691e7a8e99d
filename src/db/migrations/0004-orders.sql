-- "order" is a word of SQL: the table is called orders.
create table orders (
  id text primary key,
  number text not null unique,
  person_id text not null references person (id),
  status text not null check (status in ('placed', 'paid', 'fulfilled', 'cancelled', 'expired', 'refunded')), -- lifecycle: orderLifecycle
  mode text not null check (mode in ('demo', 'test', 'live')),
  language text not null,
  article_id text not null,
  article_version bigint not null,
  article_number bigint not null,
  article_title text not null,
  price_minor bigint not null check (price_minor > 0),
  list_price_minor bigint not null,
  currency text not null,
  vat_code text not null,
  vat_bp bigint not null,
  vat_minor bigint not null,
  credit_minor bigint not null check (credit_minor > 0),
  bonus_minor bigint not null,
  terms_id text not null references terms_version (id),
  terms_sha256 text not null,
  immediate_use bigint not null check (immediate_use in (0, 1)),
  key text not null,
  placed_at text not null,
  expires_at text not null,
  paid_at text,
  fulfilled_at text,
  unique (person_id, key)
); -- wide
create index orders_person on orders (person_id, placed_at);
create index orders_placed on orders (expires_at) where status = 'placed';

-- Who moved what, when, from where to where, and why. It is the timeline, and the proof.
create table status_change (
  id text primary key,
  subject text not null check (subject in ('order', 'payment', 'notice', 'top_up', 'refund', 'mail')),
  subject_id text not null,
  order_id text,
  from_status text not null,
  to_status text not null,
  at text not null,
  actor text not null,
  why text not null
);
create index status_change_order on status_change (order_id, id);
-- append-only: status_change
