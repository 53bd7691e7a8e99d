-- What all wallets hold after the books' last transfer, bought and given: kept in the one row that every transfer moves
-- anyway. Zero in the row of another chain.
alter table chain_head add column bought_minor bigint not null default 0;
alter table chain_head add column given_minor bigint not null default 0;
update chain_head set
  bought_minor = (select coalesce(sum(minor), 0) from balance where unit = 'credit' and account like 'wallet:%:bought'),
  given_minor = (select coalesce(sum(minor), 0) from balance where unit = 'credit' and account like 'wallet:%:given')
  where chain = 'books';
