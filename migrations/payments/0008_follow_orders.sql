-- What a payment that waits asked for before its order was edited, until when.
create table payments.replaced_amount (
    id         bigint      generated always as identity,
    payment_id uuid        not null references payments.payment,
    amount     bigint      not null check (amount >= 0),
    until      timestamptz not null,
    primary key (payment_id, id)
);

-- A transfer that is awaited takes no money of itself: another payment may be begun beside it, and
-- ends it once it is not refused.
drop index payments.payment_open;
create unique index payment_open on payments.payment (order_id, additional)
    where instrument is null
      and (status in ('created', 'requires_action', 'processing')
           or (status = 'authorized' and not additional));
