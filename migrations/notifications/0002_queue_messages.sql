-- What is still to be sent is a small table of its own: a message that went out has only the
-- indexes to pay for that somebody reads it by.
create table notifications.outgoing (
    message_id      uuid        primary key,
    channel         text        not null check (channel in ('email', 'sms', 'push')),
    status          text        not null default 'queued'
                                check (status in ('queued', 'sending', 'failed')),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null,  -- while sending: when the claim ends
    last_error      text
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

create index outgoing_due on notifications.outgoing (channel, next_attempt_at, message_id)
    where status <> 'failed';

insert into notifications.outgoing
    (message_id, channel, status, attempts, next_attempt_at, last_error)
select id, channel, status, attempts, next_attempt_at, last_error
from notifications.message where status <> 'sent';

drop index notifications.message_due;
drop index notifications.message_by_status;
alter table notifications.message
    drop column status,
    drop column next_attempt_at,
    drop column last_error,
    drop constraint message_channel_check,
    drop constraint message_event_id_kind_key,
    add check (channel in ('email', 'sms', 'push')),
    add column locale      text,
    add column order_id    uuid,
    add column customer_id uuid,
    add column resend_of   uuid,
    add unique (event_id, kind, channel, recipient);

create index message_by_order on notifications.message (order_id, id) where order_id is not null;
create index message_by_recipient on notifications.message (lower(recipient), id);

-- What customers want to be told, how and in which language. No row: nothing was chosen.
create table notifications.preference (
    customer_id uuid    primary key,
    locale      text,
    phone       text,
    sms         boolean not null,
    push        boolean not null
);

-- The devices of customers: each is one customer's.
create table notifications.device (
    token         text        primary key,
    customer_id   uuid        not null,
    registered_at timestamptz not null
);
create index device_of_customer on notifications.device (customer_id);

-- What an address does not want to get any more, whoever has it.
create table notifications.unsubscribed (
    email text        not null,  -- in lower case
    kind  text        not null,
    at    timestamptz not null,
    primary key (email, kind)
);

-- Who wants to know when an article can be bought again.
create table notifications.back_in_stock_question (
    variant_id  uuid        not null,
    email       text        not null,  -- in lower case
    recipient   text        not null,  -- as it was given
    customer_id uuid,
    locale      text        not null,
    asked_at    timestamptz not null,
    primary key (variant_id, email)
);
create index back_in_stock_question_by_email on notifications.back_in_stock_question (email);
create index back_in_stock_question_by_age on notifications.back_in_stock_question (asked_at);

-- Every change that staff made to a template; the newest of a kind and locale is in force.
create table notifications.template_revision (
    revision   bigint      generated always as identity primary key,
    id         uuid        not null unique,
    kind       text        not null,
    locale     text        not null,
    parts      jsonb,      -- null: what was changed was taken back
    changed_by uuid,
    changed_at timestamptz not null
);
create index template_revision_of on notifications.template_revision (kind, locale, revision);
