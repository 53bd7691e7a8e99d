-- A draft rests on the version it was begun from, and each save is a new revision: nobody overwrites unseen.
alter table brand_draft add column base_number bigint not null default 0;
alter table brand_draft add column revision text not null default '';

-- Logos by their content: what a version names stays there, and an address never shows another picture.
create table brand_logo (
  id text primary key,
  type text not null check (type in ('image/svg+xml', 'image/png', 'image/webp')),
  content bytes not null,
  added_at text not null
); -- wide
-- append-only: brand_logo
