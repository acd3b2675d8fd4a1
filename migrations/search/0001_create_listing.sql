-- Published products as lists show them. Everything here is made from the catalogue and can be
-- made again.
create table search.listing (
    product    uuid    primary key,
    slug       text    not null,
    title      text    not null,
    title_key  text    collate "C" not null,  -- folded, for order and for suggestions
    price      bigint,                        -- of the cheapest variant, in the shop's currency
    compare_at bigint,
    available  boolean not null,
    image_url  text,
    filters    integer[] not null,            -- search.facet: what it can be found by
    facets     integer[] not null,            -- those of them that are counted
    words      tsvector  not null             -- title A, attributes B, description D
) with (fillfactor = 80);

create index listing_words on search.listing using gin (words) with (fastupdate = off);
create index listing_filters on search.listing using gin (filters) with (fastupdate = off);
create index listing_title on search.listing (title_key, product);

-- Where a product is listed: in its categories, in what contains those, and in '' for the whole
-- shop. Ids are made in order of time: the primary key is also the order from new to old.
create table search.placement (
    category  text   collate "C" not null,
    product   uuid   not null,
    price     bigint not null,
    title_key text   collate "C" not null,
    primary key (category, product)
);
create index placement_by_price on search.placement (category, price, product);
create index placement_by_title on search.placement (category, title_key, product);
create index placement_by_product on search.placement (product);

create table search.category (
    id   uuid primary key,
    slug text not null
);

create table search.listed_variant (
    variant uuid primary key,
    product uuid not null
);
create index listed_variant_by_product on search.listed_variant (product);

-- A dictionary: an attribute's value as a number.
create table search.facet (
    id    integer generated always as identity primary key,
    name  text not null,
    value text not null,
    unique (name, value)
);
