-- Which languages there are stands in kit/language.ts alone: a list in the schema would make each new one a migration.
alter table person add column language_name text not null default 'fr' check (length(language_name) = 2);
update person set language_name = language;
alter table person drop column language;
alter table person rename column language_name to language;

alter table withdrawal add column language_name text not null default 'fr' check (length(language_name) = 2);
update withdrawal set language_name = language;
alter table withdrawal drop column language;
alter table withdrawal rename column language_name to language;

alter table web_session add column language_name text check (length(language_name) = 2);
update web_session set language_name = language;
alter table web_session drop column language;
alter table web_session rename column language_name to language;
