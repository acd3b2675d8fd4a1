-- What customers bought, each product once. Everything that is counted below is made from this and
-- can be made again.
create table recommendations.basket (
    order_id    uuid        primary key,
    customer    uuid,                     -- null: a guest
    at          timestamptz not null,
    products    uuid[]      not null,
    paired      uuid[]      not null,     -- those of them that count as pairs
    pair_weight bigint      not null      -- what each pair got, to be taken back exactly
);
create index basket_by_customer on recommendations.basket (customer, at) where customer is not null;
create index basket_by_time on recommendations.basket (at);

create table recommendations.product (
    id      uuid    primary key,
    baskets bigint  not null default 0,
    listed  boolean not null default false,
    terms   text[]  not null default '{}'  -- what it is described by, in order
) with (fillfactor = 80);
create index product_terms on recommendations.product using gin (terms);

-- In how many listed products each term is.
create table recommendations.term (
    term     text   collate "C" primary key,
    products bigint not null
) with (fillfactor = 80);

-- Both ways.
create table recommendations.pair (
    product uuid   not null,
    other   uuid   not null,
    weight  bigint not null,
    primary key (product, other)
) with (fillfactor = 80);

create table recommendations.experiment (
    id         uuid        primary key,
    name       text        not null,
    placement  text        not null,
    status     text        not null,
    variants   jsonb       not null,
    created_at timestamptz not null,
    started_at timestamptz,
    stopped_at timestamptz
);
create unique index experiment_running on recommendations.experiment (placement)
    where status = 'running';

create table recommendations.exposure (
    experiment uuid   not null,
    variant    text   not null,
    answers    bigint not null,
    primary key (experiment, variant)
);

create table recommendations.click (
    experiment uuid        not null,
    visitor    text        not null,      -- a keyed hash
    product    uuid        not null,
    variant    text        not null,
    customer   uuid,
    at         timestamptz not null,
    order_id   uuid,                      -- that bought it afterwards
    primary key (experiment, visitor, product)
);
create index click_by_customer on recommendations.click (customer, product)
    where customer is not null;
create index click_by_order on recommendations.click (order_id) where order_id is not null;
