-- What a provider said that contradicts itself or the books waits for a person, however it was heard.
create index payment_fact_doubtful on payment_fact (seen_at) where decision = 'puzzle' or about = 'chargeback';

create table kept_matter_anew (
  kind text not null check (kind in ('held_payment', 'long_pending', 'doubtful_top_up', 'doubtful_refund', 'contradiction', 'puzzling_notice', 'failed_mail')),
  subject_id text not null,
  kept_by text not null,
  kept_at text not null,
  why text not null,
  primary key (kind, subject_id)
);
insert into kept_matter_anew (kind, subject_id, kept_by, kept_at, why) select kind, subject_id, kept_by, kept_at, why from kept_matter;
drop table kept_matter;
drop function kept_matter_refuse_change; -- postgres
alter table kept_matter_anew rename to kept_matter;
-- append-only: kept_matter
