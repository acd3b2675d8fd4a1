-- What was paid and given back of an order beyond what the facts tell: they were told before anybody
-- listened. Written by kontor reindex customers.
create table customers.purchase_before (
    order_id uuid   primary key,
    paid     bigint not null,
    refunded bigint not null
);
