-- The language that was chosen on a page before signing in; it holds for this session, whatever the profile says.
alter table web_session add column language text check (language in ('fr', 'en'));
