-- What a command's key was used for: the same key with another input is refused. Rows from before have none.
alter table command add column input_hash text;
