create table top_up (
  id text primary key,
  order_id text not null references orders (id),
  payment_id text not null unique references payment (id),
  person_id text not null,
  status text not null check (status in ('queued', 'sending', 'applied', 'refused', 'uncertain', 'parked')), -- lifecycle: topUpLifecycle
  credit_minor bigint not null check (credit_minor > 0),
  bonus_minor bigint not null,
  tries bigint not null,
  due_at text not null,
  lease_until text,
  fence bigint not null,
  evidence text not null,
  created_at text not null
);
create index top_up_due on top_up (due_at) where status = 'queued';
create index top_up_doubtful on top_up (due_at) where status in ('sending', 'uncertain', 'refused');
create index top_up_order on top_up (order_id);

-- Receipts and credit notes: numbers without gaps, content frozen.
create table receipt (
  id text primary key,
  kind text not null check (kind in ('receipt', 'credit_note')),
  series text not null,
  value bigint not null,
  number text not null unique,
  order_id text not null references orders (id),
  payment_id text not null references payment (id),
  refund_id text unique,
  person_id text not null,
  amount_minor bigint not null,
  vat_minor bigint not null,
  currency text not null,
  content text not null,
  issued_at text not null,
  unique (series, value)
); -- wide
create index receipt_order on receipt (order_id);
create index receipt_person on receipt (person_id);
-- append-only: receipt

create table mail (
  id text primary key,
  kind text not null,
  about text not null,
  order_id text,
  to_address text not null,
  language text not null,
  detail text not null,
  status text not null check (status in ('queued', 'sent', 'failed')), -- lifecycle: mailLifecycle
  tries bigint not null,
  due_at text not null,
  lease_until text,
  why text not null,
  created_at text not null,
  unique (kind, about)
);
create index mail_due on mail (due_at) where status = 'queued';
create index mail_failed on mail (due_at) where status = 'failed';

-- Demo mode keeps what it would have sent.
create table captured_mail (
  id text primary key,
  to_address text not null,
  subject text not null,
  text text not null,
  html text not null,
  attachments text not null,
  sent_at text not null
); -- wide

create table usage_entry (
  id text primary key,
  person_id text not null references person (id),
  category text not null check (category in ('copy', 'print', 'scan', 'fax')),
  pages bigint not null check (pages > 0),
  colour bigint not null check (colour in (0, 1)),
  cost_minor bigint not null check (cost_minor >= 0),
  device text not null,
  document text not null,
  occurred_at text not null
);
create index usage_entry_person on usage_entry (person_id, occurred_at);
-- append-only: usage_entry

-- Sums by day (2026-11-23) and by month (2026-11), so that a chart costs the same after years of printing.
create table usage_total (
  person_id text not null,
  period text not null,
  category text not null,
  pages bigint not null,
  cost_minor bigint not null,
  primary key (person_id, period, category)
);
