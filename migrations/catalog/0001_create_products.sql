create table catalog.category (
    id       uuid    primary key,
    slug     text    collate "C" not null unique,
    name     text    not null,
    parent   uuid    references catalog.category,
    position integer not null default 0,
    check (parent <> id)
);

create table catalog.product (
    id          uuid        primary key,
    slug        text        collate "C" not null unique,
    title       text        not null,
    description text        not null,
    status      text        not null check (status in ('draft', 'published', 'archived')),
    attributes  jsonb       not null,
    options     jsonb       not null,
    images      jsonb       not null,
    seo         jsonb       not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);

create table catalog.product_category (
    product  uuid     not null references catalog.product on delete cascade,
    category uuid     not null references catalog.category,
    position smallint not null,
    primary key (product, category)
);
create index product_category_by_category on catalog.product_category (category);

create table catalog.variant (
    id           uuid     primary key,
    product      uuid     not null references catalog.product on delete cascade,
    position     smallint not null,
    sku          text     collate "C" not null unique,
    title        text     not null,
    options      jsonb    not null,
    weight_grams bigint   check (weight_grams >= 0),
    unique (product, position)
);

create table catalog.variant_price (
    variant    uuid   not null references catalog.variant on delete cascade,
    currency   text   not null,
    amount     bigint not null check (amount > 0),
    primary key (variant, currency)
);

-- What a variant cost before, to show beside the price.
create table catalog.variant_compare_at (
    variant    uuid   not null references catalog.variant on delete cascade,
    currency   text   not null,
    amount     bigint not null check (amount > 0),
    primary key (variant, currency)
);
