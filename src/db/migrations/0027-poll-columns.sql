-- A provider that is asked is polled: the columns say so as the code does.
alter table payment rename column looks to polls;
alter table payment rename column last_look_at to last_polled_at;
alter table payment rename column next_look_at to next_poll_at;
alter table payment rename column unanswered_looks to unanswered_polls;
alter table refund rename column looks to polls;
alter table refund rename column next_look_at to next_poll_at;
