-- A theme that is stopped cancels its messages that wait.
create index message_theme on message (theme_id) where theme_id is not null and state = 'waiting';
