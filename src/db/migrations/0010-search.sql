-- What the desk finds orders by, and what its figures walk: each by an index, however many orders there are.

-- PostgreSQL sorts text as a language does; a search for a beginning needs bytes. SQLite calls that order "binary"
-- from birth, so under this name one query serves both.
create collation "binary" from "C"; -- postgres

-- Login, address, name and each word of the name, folded (people/person-key.ts).
create table person_key (
  key text collate "binary" not null,
  person_id text not null references person (id),
  primary key (key, person_id)
);
create index person_key_person on person_key (person_id);
insert into person_key
  select login_key, id from person union select email_key, id from person union select lower(name), id from person;

-- The number spelled backwards: people read out its last digits, and an index finds beginnings only.
alter table orders add column number_reversed text collate "binary" not null default '';
update orders set number_reversed = (
  with recursive letter(at, done) as (
    select length(orders.number), ''
    union all select at - 1, done || substr(orders.number, at, 1) from letter where at > 0
  )
  select done from letter where at = 0);
create index orders_number_start on orders (number collate "binary");
create index orders_number_end on orders (number_reversed);
create index orders_placed_at on orders (placed_at, id);
create index orders_paid_at on orders (paid_at, id, currency, price_minor) where paid_at is not null;
create index orders_status_placed on orders (status, placed_at, id);

create index payment_capture on payment (capture) where capture is not null;
create index payment_refused on payment (started_at) where status = 'refused';
create index payment_cancelled on payment (started_at) where status = 'cancelled';
create index payment_charged_back on payment (started_at) where status = 'charged_back';
create index refund_order on refund (order_id);
create index refund_operation on refund (operation) where operation is not null;
create index receipt_credit_note on receipt (issued_at) where kind = 'credit_note';
create index notice_order on notice (order_id) where order_id is not null;
create index notice_latest on notice (gateway_id, received_at);
create index mail_order on mail (order_id) where order_id is not null;
create index audit_entry_actor on audit_entry (actor, id);
create index audit_entry_act on audit_entry (act, id);
