-- What the provider itself says of money that is held, when a person had it asked once more: beside what its notice said.
alter table payment add column told_minor bigint;
alter table payment add column told_unit text;
alter table payment add column told_at text;
alter table payment add column told_words text;
