-- A refund is of one payment's money, and whoever sends it must still hold it just before the call.

-- The money that a refund or a chargeback is of, by the provider's name of it; null where it does not say.
alter table payment_fact add column capture text;

-- Raised by each claim and each doubt of a refund: who holds an older one has lost it.
alter table refund add column fence bigint not null default 0;
-- 1: a send outlived its lease and may still be under way, so that no machine may decide that it did not happen.
alter table refund add column outlived_lease bigint not null default 0 check (outlived_lease in (0, 1));
alter table top_up add column outlived_lease bigint not null default 0 check (outlived_lease in (0, 1));

-- The approval whose money the provider refused: not taken again until the payer has approved anew.
alter table payment add column declined_key text;
