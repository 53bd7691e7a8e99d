-- When somebody who was signed in already proved again who they are: asked for before money goes back or rights change.
alter table web_session add column confirmed_at text;
