create extension if not exists pg_trgm with schema public;

-- Every slug that leads somewhere: those in use, in any language, and those that something had once
-- and nothing else has taken since, which redirect.
create table catalog.slug (
    kind    text    not null check (kind in ('product', 'category', 'collection')),
    slug    text    collate "C" not null,
    owner   uuid    not null,
    current boolean not null,
    primary key (kind, slug)
);
create index slug_by_owner on catalog.slug (owner);

insert into catalog.slug (kind, slug, owner, current)
    select 'product', slug, id, true from catalog.product
    union all select 'category', slug, id, true from catalog.category;
alter table catalog.product drop constraint product_slug_key;
alter table catalog.category drop constraint category_slug_key;

alter table catalog.product
    drop constraint product_status_check,
    add check (status in ('draft', 'scheduled', 'published', 'archived')),
    add column publish_at   timestamptz,
    add column unpublish_at timestamptz,
    add column tax_class    text  not null default 'standard',
    add column translations jsonb not null default '{}',
    add check (status <> 'scheduled' or publish_at is not null);
create index product_to_publish on catalog.product (publish_at) where status = 'scheduled';
create index product_to_withdraw on catalog.product (unpublish_at)
    where status = 'published' and unpublish_at is not null;
-- For staff, who search for parts of titles and SKUs. On expressions: trigrams of the column itself
-- would also be tried, very slowly, for whatever asks for one whole SKU.
create index product_by_title on catalog.product using gin (lower(title) public.gin_trgm_ops);

alter table catalog.variant
    add column barcode    text collate "C",
    add column dimensions jsonb;
create index variant_by_barcode on catalog.variant (barcode) where barcode is not null;
create index variant_by_part_of_sku on catalog.variant using gin (lower(sku) public.gin_trgm_ops);

-- path: from the root down to the category itself.
alter table catalog.category
    add column path         uuid[] not null default '{}',
    add column seo          jsonb  not null default '{}',
    add column translations jsonb  not null default '{}';
with recursive tree as (
    select id, array[id] as path from catalog.category where parent is null
    union all
    select child.id, tree.path || child.id
      from catalog.category child join tree on tree.id = child.parent
)
update catalog.category set path = tree.path from tree where tree.id = category.id;
alter table catalog.category
    alter column path drop default,
    add check (path[array_upper(path, 1)] = id);
create index category_by_parent on catalog.category (parent);

create table catalog.attribute (
    id           uuid    primary key,
    code         text    collate "C" not null unique,
    label        text    not null,
    type         text    not null check (type in ('text', 'number', 'boolean', 'choice')),
    choices      jsonb   not null,
    filterable   boolean not null,
    unit         text,
    position     integer not null,
    translations jsonb   not null
);

-- by_rule: what all of the rule's columns that are not null want.
create table catalog.collection (
    id             uuid        primary key,
    slug           text        collate "C" not null,
    title          text        not null,
    description    text        not null,
    published      boolean     not null,
    seo            jsonb       not null,
    translations   jsonb       not null,
    created_at     timestamptz not null,
    by_rule        boolean     not null,
    rule_categories uuid[],
    rule_attributes jsonb,
    rule_currency   text,
    rule_price_min  bigint,
    rule_price_max  bigint,
    rule_title      text
);

-- position: 0 in those by rule.
create table catalog.collection_product (
    collection uuid    not null references catalog.collection on delete cascade,
    product    uuid    not null references catalog.product on delete cascade,
    position   integer not null,
    primary key (product, collection)
);
create index collection_product_in_order
    on catalog.collection_product (collection, position, product desc);
