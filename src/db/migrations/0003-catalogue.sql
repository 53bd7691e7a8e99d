create table vat_rate (
  code text primary key,
  rate_bp bigint not null check (rate_bp >= 0 and rate_bp < 10000)
);

create table article (
  id text primary key,
  number bigint not null unique,
  created_at text not null
);

-- Every change of an article is a new version. On a date, the highest version whose dates hold is in force.
create table article_version (
  article_id text not null references article (id),
  version bigint not null,
  kind text not null check (kind in ('fixed', 'free')),
  titles text not null,
  descriptions text not null,
  price_minor bigint not null check (price_minor > 0),
  list_price_minor bigint not null,
  currency text not null,
  credit_minor bigint not null check (credit_minor > 0),
  bonus_minor bigint not null check (bonus_minor >= 0),
  vat_code text not null references vat_rate (code),
  starts_at text not null,
  ends_at text,
  sort_order bigint not null,
  active bigint not null check (active in (0, 1)),
  limits text not null,
  changed_by text not null,
  changed_at text not null,
  primary key (article_id, version)
);
-- append-only: article_version

create table terms_version (
  id text primary key,
  number bigint not null unique,
  effective_at text not null,
  texts text not null,
  sha256 text not null,
  published_by text not null,
  published_at text not null
);
-- append-only: terms_version

create table brand_version (
  id text primary key,
  number bigint not null unique,
  content text not null,
  published_by text not null,
  published_at text not null
);
-- append-only: brand_version

create table brand_draft (
  id text primary key,
  content text not null,
  changed_by text not null,
  changed_at text not null
);
