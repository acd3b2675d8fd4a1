-- What no index mentions can be updated where it stands, which is what placing an order does: the
-- indexes follow a column that changes only where an order comes to nothing.
alter table orders.customer_order
    set (fillfactor = 70),
    add column given_up boolean not null
        generated always as (status in ('cancelled', 'expired')) stored;
drop index orders.customer_order_one_alive_per_cart;
create unique index customer_order_one_alive_per_cart on orders.customer_order (cart)
    where not given_up;
-- No statement could use it: a list may be of any status.
drop index orders.customer_order_open;

alter table orders.timeline drop constraint timeline_pkey, add primary key (order_id, id);
drop index orders.timeline_of_order;
