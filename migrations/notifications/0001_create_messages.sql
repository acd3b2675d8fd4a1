create table notifications.message (
    id              uuid        primary key,
    event_id        uuid        not null,  -- the fact that it tells of
    channel         text        not null check (channel in ('email')),
    kind            text        not null,
    recipient       text        not null,
    subject         text        not null,
    text            text        not null,
    html            text        not null,
    message_id      text        not null,  -- the same over all attempts
    status          text        not null check (status in ('queued', 'sending', 'sent', 'failed')),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null,  -- while sending: when the lease ends
    last_error      text,
    created_at      timestamptz not null,
    sent_at         timestamptz,
    unique (event_id, kind)
) with (fillfactor = 70);

create index message_due on notifications.message (next_attempt_at, id)
    where status in ('queued', 'sending');
create index message_by_status on notifications.message (status, id);
