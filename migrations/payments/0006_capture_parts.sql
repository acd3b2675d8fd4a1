-- to_capture: an order that became cheaper takes only a part of what was authorised.
alter table payments.payment
    add column to_capture bigint check (to_capture between 0 and amount);
alter table payments.simulator_capture add column amount bigint;

-- What an edit made due is paid beside the payment that bought the order, which may still be
-- waiting to be captured. One attempt of either kind is under way at a time.
drop index payments.payment_open;
create unique index payment_open on payments.payment (order_id, additional)
    where instrument is null
      and (status in ('created', 'requires_action', 'processing', 'awaited')
           or (status = 'authorized' and not additional));
