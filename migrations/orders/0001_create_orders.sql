create sequence orders.order_number start with 100001;

create table orders.customer_order (
    id                  uuid primary key,
    number              text not null unique default nextval('orders.order_number')::text,
    cart                uuid not null,
    checkout            uuid not null,
    customer            uuid,
    guest_token_hash    text not null default '',
    email               text not null,
    status              text not null,
    payment_status      text not null,
    fulfilment_status   text not null,
    currency            text not null,
    subtotal            bigint not null,
    discount            bigint not null,
    shipping            bigint not null,
    tax                 bigint not null,
    tax_included        bigint not null,
    total               bigint not null check (total >= 0),
    captured            bigint not null default 0 check (captured >= 0),
    refunded            bigint not null default 0 check (refunded >= 0),
    shipping_address    jsonb not null,
    billing_address     jsonb not null,
    shipping_option     text not null,
    cancellation_reason text,
    created_at          timestamptz not null,
    check (total = subtotal - discount + shipping + tax - tax_included)
) with (fillfactor = 80);

-- Two devices may check out one cart: one order of it can be alive.
create unique index customer_order_one_alive_per_cart on orders.customer_order (cart)
    where status not in ('cancelled', 'expired');
create index customer_order_of_customer on orders.customer_order (customer, id desc)
    where customer is not null;
create index customer_order_open on orders.customer_order (status, id desc);

create table orders.item (
    id          uuid primary key,
    order_id    uuid not null references orders.customer_order,
    position    integer not null,
    variant     uuid not null,
    sku         text not null,
    title       text not null,
    quantity    bigint not null check (quantity > 0),
    unit_price  bigint not null,
    subtotal    bigint not null,
    discount    bigint not null,
    tax         bigint not null,
    total       bigint not null,
    shipped     bigint not null default 0 check (shipped between 0 and quantity),
    delivered   bigint not null default 0 check (delivered between 0 and shipped),
    unique (order_id, position)
) with (fillfactor = 80);

-- What happened to an order, by whom. Written once.
create table orders.timeline (
    id          bigint generated always as identity primary key,
    order_id    uuid not null references orders.customer_order,
    at          timestamptz not null,
    actor       text not null,
    event       text not null,
    from_status text,
    to_status   text not null,
    detail      text
);
create index timeline_of_order on orders.timeline (order_id, id);
revoke update, delete on orders.timeline from kontor_orders;
