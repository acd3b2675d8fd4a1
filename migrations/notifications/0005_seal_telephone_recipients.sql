-- Of a text message the recipient is sealed, and found by its blind index, under the same key. One of
-- before is sealed by a job. What is sealed anew reads differently each time: the index says in its place
-- that an event has its message already.
alter table notifications.message add column recipient_index text;
create unique index message_by_recipient_index on notifications.message
    (recipient_index, event_id, kind) where recipient_index is not null;
create index message_by_phone on notifications.message (id) where channel = 'sms';
