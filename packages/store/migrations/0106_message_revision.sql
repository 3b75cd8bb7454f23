-- Whoever changes a message's state, the night learns of it.
create function raise_message_revision() returns trigger language plpgsql as $$
begin
  new.revision := nextval('message_revision');
  return new;
end
$$;
create trigger message_revised before update on message for each row
  when (old.state is distinct from new.state) execute function raise_message_revision();

-- A message that was queued wakes whoever sends.
create function wake_message_sender() returns trigger language plpgsql as $$
begin
  perform pg_notify('tend_message', '');
  return null;
end
$$;
create trigger message_queued after insert on message for each statement execute function wake_message_sender();
