-- Whose answer is this? A customer who answers to a message is known by the address that it went to.
create index message_address on message (address, channel, message_id desc) where address is not null;
