-- What our own account at the mail server met, while it lasts: one row at most. Letters wait meanwhile, and one of them
-- is tried at next_try_at.
create table mail_trouble (
  id text primary key check (id = 'account'),
  trouble text not null,
  why text not null,
  since text not null,
  next_try_at text not null
);

-- Since when the server has refused to pass this letter on; null where it has not.
alter table mail add column held_since text;
create index mail_held on mail (held_since) where held_since is not null;
