-- A country belongs to the zones that name it; where none does, to the zones that are everywhere.
create table shipping.zone (
    id         text    primary key,
    name       text    not null,
    everywhere boolean not null default false
);
create table shipping.zone_country (
    zone    text not null references shipping.zone,
    country text not null check (country ~ '^[A-Z]{2}$'),
    primary key (zone, country)
);

create table shipping.method (
    zone     text   not null references shipping.zone,
    id       text   not null,
    name     text   not null,
    basis    text   not null check (basis in ('flat', 'weight', 'subtotal')),
    min_days bigint not null check (min_days >= 0),
    max_days bigint not null check (max_days >= min_days),
    primary key (zone, id)
);

-- The rate of a parcel is the one with the highest from_value that its weight in grams, or its
-- subtotal in minor units, reaches. No price: the method is not offered from there on.
create table shipping.rate (
    zone       text   not null,
    method     text   not null,
    currency   text   not null,
    from_value bigint not null default 0 check (from_value >= 0),
    price      bigint check (price >= 0),
    primary key (zone, method, currency, from_value),
    foreign key (zone, method) references shipping.method
);

insert into shipping.zone (id, name, everywhere) values ('everywhere', 'Everywhere', true);
insert into shipping.method (zone, id, name, basis, min_days, max_days) values
    ('everywhere', 'standard', 'Standard', 'flat', 3, 5),
    ('everywhere', 'express', 'Express', 'weight', 1, 2);
insert into shipping.rate (zone, method, currency, from_value, price)
select 'everywhere', method, currency, from_value, price
  from unnest(array['EUR', 'USD', 'GBP']) currency,
       (values ('standard', 0, 490), ('express', 0, 990), ('express', 2000, 1490),
               ('express', 10000, 2490), ('express', 31500, null)) r (method, from_value, price);

-- What there is to send for an order, and the row that its shipments are serialised by.
create table shipping.consignment (
    order_id   uuid        primary key,
    checkout   uuid        not null,
    address    jsonb       not null,
    cancelled  boolean     not null default false,
    created_at timestamptz not null
);
create table shipping.consignment_item (
    order_id   uuid   not null references shipping.consignment,
    item_id    uuid   not null,
    variant_id uuid   not null,
    quantity   bigint not null check (quantity > 0),
    primary key (order_id, item_id)
);

create table shipping.shipment (
    id              uuid        primary key,
    order_id        uuid        not null references shipping.consignment,
    status          text        not null check (status in
        ('pending', 'shipped', 'delivered', 'cancelled')),
    carrier         text,
    tracking_number text,
    created_at      timestamptz not null,
    shipped_at      timestamptz,
    delivered_at    timestamptz,
    cancelled_at    timestamptz
) with (fillfactor = 80);
create index shipment_by_order on shipping.shipment (order_id);

create table shipping.shipment_item (
    shipment_id uuid   not null references shipping.shipment,
    item_id     uuid   not null,
    variant_id  uuid   not null,
    quantity    bigint not null check (quantity > 0),
    primary key (shipment_id, item_id)
);
