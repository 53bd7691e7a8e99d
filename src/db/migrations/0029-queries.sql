-- What pages and jobs ask for has an index that leads to it, however much is settled (test/contracts/query-plans.test.ts).

-- One question a partial index: credit that needs a person, and credit that is being sent.
drop index top_up_doubtful;
create index top_up_doubtful on top_up (created_at) where status in ('uncertain', 'refused');
create index top_up_sending on top_up (lease_until) where status = 'sending';

-- The first payment of a gateway: by an expression, so that no other question takes this index for its own. What led to
-- an order's attempts is found by the unique (order_id, key) as well.
create index payment_first on payment (coalesce(gateway_id, ''), started_at);
drop index payment_order;

create index web_session_expired on web_session (expires_at);
create index throttle_since on throttle (since);
create index one_time_link_person on one_time_link (person_id);

create index withdrawal_declared on withdrawal (declared_at, id);
create index withdrawal_declared_by on withdrawal (declared_by) where declared_by is not null;
create index withdrawal_email on withdrawal (lower(email));

-- Wallets are read in the order of bytes, a part at a time; SQLite's primary key has that order.
create index balance_account on balance (account collate "binary"); -- postgres
