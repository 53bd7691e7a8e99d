-- What needs a person and was looked at: left as it is for now, by whom and why. It leaves the desk's list.
create table kept_matter (
  kind text not null check (kind in ('held_payment', 'long_pending', 'doubtful_top_up', 'doubtful_refund', 'puzzling_notice', 'failed_mail')),
  subject_id text not null,
  kept_by text not null,
  kept_at text not null,
  why text not null,
  primary key (kind, subject_id)
);
-- append-only: kept_matter

create index payment_pending on payment (started_at) where status = 'pending';
create index refund_doubtful on refund (asked_at) where status = 'uncertain';
create index receipt_payment on receipt (payment_id);
