-- Whoever changes a price list, or what follows from one, locks this row first: what strangers pay
-- depends on all lists together.
create table pricing.book (
    only_row boolean primary key default true check (only_row)
);
insert into pricing.book default values;

-- What e-mail addresses are hashed with.
create table pricing.secret (
    value    text    not null,
    only_row boolean primary key default true check (only_row)
);
insert into pricing.secret values (gen_random_uuid()::text || gen_random_uuid()::text);

-- in_force: whether strangers had been told of its prices when that was last looked at; of a list
-- for a group never.
create table pricing.price_list (
    id             uuid        primary key,
    name           text        not null,
    kind           text        not null check (kind in ('list', 'sale')),
    customer_group uuid,
    priority       bigint      not null,
    active         boolean     not null,
    starts_at      timestamptz,
    ends_at        timestamptz check (ends_at > starts_at),
    in_force       boolean     not null default false,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    check (not in_force or customer_group is null)
);

create table pricing.price_list_entry (
    price_list   uuid   not null references pricing.price_list on delete cascade,
    variant      uuid   not null,
    currency     text   not null,
    min_quantity bigint not null check (min_quantity > 0),
    amount       bigint not null check (amount >= 0),
    product      uuid   not null,
    primary key (price_list, variant, currency, min_quantity)
);
create index price_list_entry_by_variant on pricing.price_list_entry (variant, currency);
create index price_list_entry_by_product on pricing.price_list_entry (product);

-- What strangers paid for one piece until then; reduced: by a price list below the base price. A
-- price that never changed has no row.
create table pricing.price_history (
    variant  uuid        not null,
    currency text        not null,
    until    timestamptz not null,
    amount   bigint      not null,
    reduced  boolean     not null,
    product  uuid        not null
);
create index price_history_by_variant on pricing.price_history (variant, currency, until);
create index price_history_by_product on pricing.price_history (product);

-- used: counted only where limit_total is set, else the redemptions tell.
create table pricing.promotion (
    id                 uuid        primary key,
    name               text        not null,
    active             boolean     not null,
    automatic          boolean     not null,
    priority           bigint      not null,
    exclusive          boolean     not null,
    stackable          boolean     not null,
    benefit            jsonb       not null,
    conditions         jsonb       not null,
    limit_total        bigint      check (limit_total > 0),
    limit_per_customer bigint      check (limit_per_customer > 0),
    used               bigint      not null default 0 check (used >= 0),
    created_at         timestamptz not null,
    updated_at         timestamptz not null
);

create table pricing.coupon (
    id          uuid        primary key,
    promotion   uuid        not null references pricing.promotion on delete cascade,
    code        text        collate "C" not null unique check (code = upper(btrim(code))),
    limit_total bigint      check (limit_total > 0),
    used        bigint      not null default 0 check (used >= 0),
    created_at  timestamptz not null
);
create index coupon_by_promotion on pricing.coupon (promotion, id);

-- One use of a promotion by a purchase. Without foreign keys, which would lock the promotion that
-- everybody uses. nth: where there is a limit per customer.
create table pricing.redemption (
    purchase   uuid        not null,
    promotion  uuid        not null,
    coupon     uuid,
    customer   text        collate "C" not null,
    nth        bigint      check (nth > 0),
    confirmed  boolean     not null default false,
    created_at timestamptz not null,
    primary key (purchase, promotion),
    unique (promotion, customer, nth)
);
create index redemption_by_coupon on pricing.redemption (coupon);
create index redemption_by_customer on pricing.redemption (promotion, customer);

-- Who has ordered before: a customer's id, or the keyed hash of an e-mail address.
create table pricing.buyer (
    customer text collate "C" primary key
);

create table pricing.tax_zone (
    id             uuid        primary key,
    name           text        not null,
    home           boolean     not null,
    exempts_vat_id boolean     not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null
);
create unique index tax_zone_home on pricing.tax_zone (home) where home;

-- region '': all of the country that no other zone names.
create table pricing.tax_area (
    country text collate "C" not null check (country ~ '^[A-Z]{2}$'),
    region  text collate "C" not null default '' check (region = upper(btrim(region))),
    zone    uuid not null references pricing.tax_zone on delete cascade,
    primary key (country, region)
);
create index tax_area_by_zone on pricing.tax_area (zone);

create table pricing.tax_rate (
    id        uuid    primary key,
    zone      uuid    not null references pricing.tax_zone on delete cascade,
    position  bigint  not null,
    name      text    not null,
    tax_class text    not null,
    rate_ppm  bigint  not null check (rate_ppm between 0 and 1000000),
    compound  boolean not null,
    unique (zone, position)
);
