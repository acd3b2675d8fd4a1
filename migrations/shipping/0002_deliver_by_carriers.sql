-- What a zone is made of: countries, regions of them, or what a postal code begins with. The zone
-- that names a place most closely is the one it belongs to.
create table shipping.zone_area (
    zone          text not null references shipping.zone on delete cascade,
    country       text not null check (country ~ '^[A-Z]{2}$'),
    region        text not null default '',
    postal_prefix text not null default '',
    primary key (zone, country, region, postal_prefix)
);
insert into shipping.zone_area (zone, country) select zone, country from shipping.zone_country;
drop table shipping.zone_country;

alter table shipping.method drop constraint method_basis_check;
alter table shipping.method add constraint method_basis_check
    check (basis in ('flat', 'weight', 'subtotal', 'quantity'));
-- location: where a pickup is fetched. carrier, service: who is asked what it takes, and for what.
alter table shipping.method
    add column kind     text not null default 'delivery' check (kind in ('delivery', 'pickup')),
    add column location text,
    add column carrier  text,
    add column service  text,
    add check ((kind = 'pickup') = (location is not null)),
    drop constraint method_zone_fkey,
    add constraint method_zone_fkey foreign key (zone) references shipping.zone on delete cascade;

-- A method is offered in the currencies that it has a tariff in. free_from: the subtotal from
-- which it costs nothing.
create table shipping.tariff (
    zone      text not null,
    method    text not null,
    currency  text not null,
    free_from bigint check (free_from >= 0),
    primary key (zone, method, currency),
    foreign key (zone, method) references shipping.method on delete cascade
);
insert into shipping.tariff (zone, method, currency)
select distinct zone, method, currency from shipping.rate;
alter table shipping.rate
    drop constraint rate_zone_method_fkey,
    add foreign key (zone, method, currency) references shipping.tariff on delete cascade;

alter table shipping.shipment drop constraint shipment_status_check;
alter table shipping.shipment add constraint shipment_status_check
    check (status in ('created', 'pending', 'shipped', 'delivered', 'cancelled'));
create index shipment_by_tracking_number on shipping.shipment (tracking_number)
    where tracking_number is not null;

-- What became of a shipment after it was made.
create table shipping.shipment_event (
    id              bigint      generated always as identity primary key,
    shipment        uuid        not null references shipping.shipment,
    before          text        not null,
    after           text        not null,
    carrier         text,
    tracking_number text,
    actor           text        not null,
    reason          text,
    at              timestamptz not null
);
create index event_of_shipment on shipping.shipment_event (shipment, id);
revoke update, delete on shipping.shipment_event from kontor_shipping;

-- storage_key: where the file lies.
create table shipping.label (
    shipment        uuid        primary key references shipping.shipment,
    carrier         text        not null,
    tracking_number text        not null,
    content_type    text        not null,
    storage_key     text        not null,
    created_at      timestamptz not null
);

-- What carriers told, each message once. shipment: none where we do not know the number.
create table shipping.tracking_event (
    carrier     text        not null,
    message     text        not null,
    shipment    uuid        references shipping.shipment,
    status      text        not null,
    detail      text,
    at          timestamptz not null,
    received_at timestamptz not null,
    primary key (carrier, message)
);
create index tracking_of_shipment on shipping.tracking_event (shipment, at);

-- What carriers lately said that a parcel takes.
create table shipping.quote (
    parcel     text        not null,
    carrier    text        not null,
    service    text        not null,
    amount     bigint      not null check (amount >= 0),
    currency   text        not null,
    expires_at timestamptz not null,
    primary key (parcel, carrier, service)
);
create index quote_expiring on shipping.quote (expires_at);
