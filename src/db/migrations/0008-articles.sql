-- A version holds the whole plan of its article: discounts with their dates, the tariff prepared for a day, the bounds
-- of a free amount. Rows from before have none; theirs stands in the columns.
alter table article_version add column plan text;

-- What one person may buy, for the whole shop. Every change is a version; the newest one holds.
create table limits_version (
  number bigint primary key,
  content text not null,
  changed_by text not null,
  changed_at text not null
);
-- append-only: limits_version
