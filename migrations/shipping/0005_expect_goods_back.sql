-- Pieces of an order that a return speaks for: they are booked by it, when they come in, and by no
-- shipment. received: of these, those that came. A return that is settled waits for no others.
create table shipping.expected_back (
    return_id uuid   not null,
    order_id  uuid   not null,
    item_id   uuid   not null,
    quantity  bigint not null check (quantity > 0),
    received  bigint not null default 0 check (received >= 0),
    primary key (return_id, item_id)
);
create index expected_back_of_order on shipping.expected_back (order_id);
