-- What went back of an order, and for which of its goods. That it is paid is known by payments,
-- under the same id as the cause.
create table orders.refund (
    id             uuid        primary key,
    order_id       uuid        not null references orders.customer_order,
    amount         bigint      not null check (amount > 0),
    shipping       bigint      not null default 0 check (shipping >= 0),
    shipping_tax   bigint      not null default 0 check (shipping_tax between 0 and shipping),
    restocking_fee bigint      not null default 0 check (restocking_fee >= 0),
    destination    text        not null check (destination in ('original', 'store_credit')),
    reason         text        not null,
    actor          text        not null,
    created_at     timestamptz not null,
    failed_at      timestamptz  -- nothing of it went back: its goods may be refunded again
);
create index refund_of_order on orders.refund (order_id, created_at);

create table orders.refund_item (
    refund_id uuid   not null references orders.refund,
    item_id   uuid   not null,
    quantity  bigint not null check (quantity > 0),
    gross     bigint not null check (gross >= 0),
    tax       bigint not null check (tax between 0 and gross),
    primary key (refund_id, item_id)
);
revoke update, delete on orders.refund, orders.refund_item from kontor_orders;
grant update (failed_at) on orders.refund to kontor_orders;
