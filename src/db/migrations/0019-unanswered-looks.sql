-- How many looks in a row have found no answer: they are made up for, and bounded.
alter table payment add column unanswered_looks bigint not null default 0;
-- What is open for too long is shown at the desk, whether or not the provider has ever spoken of it.
create index payment_open on payment (started_at) where status in ('started', 'pending');
