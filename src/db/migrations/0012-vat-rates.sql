-- The rate of a code holds from a day on: every change is a version. vat_rate keeps the codes; the rate it was given at
-- first is version 1.
create table vat_rate_version (
  code text not null references vat_rate (code),
  number bigint not null,
  rate_bp bigint not null check (rate_bp >= 0 and rate_bp < 10000),
  effective_at text not null,
  set_by text not null,
  set_at text not null,
  primary key (code, number)
);
insert into vat_rate_version (code, number, rate_bp, effective_at, set_by, set_at)
  select code, 1, rate_bp, '1970-01-01T00:00:00.000Z', '', '1970-01-01T00:00:00.000Z' from vat_rate;
-- append-only: vat_rate
-- append-only: vat_rate_version
