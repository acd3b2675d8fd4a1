-- Whether goods of the order are waited for, and the language that it was ordered in.
alter table orders.customer_order
    add column backordered boolean not null default false,
    add column language    text;
grant update (backordered) on orders.customer_order to kontor_orders;

-- What is waited for is told by its checkout, whose ids grow with the orders: this costs them
-- nothing when they are made.
create index customer_order_of_checkout on orders.customer_order using brin (checkout)
    with (pages_per_range = 16, autosummarize = on);
