-- Somebody withdraws from a contract: what was typed, when, and what became of it. Nothing of it is changed but the
-- order it was found to be about, and the status.
create table withdrawal (
  id text primary key,
  key text not null unique,
  status text not null check (status in ('received', 'accepted', 'closed', 'refused')), -- lifecycle: withdrawalLifecycle
  name text not null,
  contract text not null,
  email text not null,
  language text not null check (language in ('fr', 'en')),
  declared_by text references person (id),
  order_id text references orders (id),
  refund_id text references refund (id),
  declared_at text not null
); -- wide
create index withdrawal_open on withdrawal (declared_at) where status = 'received';
create index withdrawal_accepted on withdrawal (refund_id) where status = 'accepted';
create index withdrawal_order on withdrawal (order_id) where order_id is not null;

-- Every move of it: who, when, from where to where, and why.
create table withdrawal_change (
  id text primary key,
  withdrawal_id text not null references withdrawal (id),
  from_status text not null,
  to_status text not null,
  refund_id text,
  at text not null,
  actor text not null,
  why text not null
);
create index withdrawal_change_of on withdrawal_change (withdrawal_id, id);
-- append-only: withdrawal_change
