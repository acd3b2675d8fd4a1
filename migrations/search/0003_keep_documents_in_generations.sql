-- Products as lists and searches need them, in generations: the active one is read, a shadow is
-- made beside it and then takes its place. Each process keeps what is searched in memory, and reads
-- here what changed.
create table search.document (
    generation        bigint  not null,
    product           uuid    not null,
    slug              text    not null,
    title             text    not null,
    translations      jsonb   not null,  -- by language: title, slug
    image_url         text,
    price             bigint,            -- of the cheapest variant, in the shop's currency
    compare_at        bigint,
    available         boolean not null,
    rating_milli      bigint  not null,
    rating_count      bigint  not null,
    sold              bigint  not null,
    categories        uuid[]  not null,
    facets            text    not null,  -- name and value in turn, each with an end of its own
    title_key         text    not null,  -- folded, and so are the words
    title_words       text    not null,
    attribute_words   text    not null,
    description_words text    not null,
    fingerprint       text    not null,
    primary key (generation, product)
) with (fillfactor = 80);

create table search.variant (
    generation bigint not null,
    variant    uuid   not null,
    product    uuid   not null,
    primary key (generation, variant)
);
create index variant_by_product on search.variant (generation, product);

-- Numbers of articles and barcodes: looked up whole, and too many to be kept in memory.
create table search.code (
    generation bigint not null,
    code       text   collate "C" not null,
    product    uuid   not null,
    primary key (generation, code, product)
);
create index code_by_product on search.code (generation, product);

-- Whoever writes locks this row; the revision tells one state from the next.
create table search.state (
    active     bigint  not null,
    shadow     bigint,
    revision   bigint  not null,
    dictionary bigint  not null,  -- the revision that categories, synonyms or attributes changed at
    log_start  bigint  not null,  -- later revisions are in search.change
    outdated   boolean not null   -- has to be made anew
) with (fillfactor = 10);
insert into search.state (active, revision, dictionary, log_start, outdated)
select 1, 1, 1, 1, exists (select from search.listing);

create table search.change (
    revision bigint not null,
    product  uuid   not null,
    primary key (revision, product)
);

-- Where the shadow differs from the active generation: what changes when it is swapped in.
create table search.shadow_change (
    product uuid primary key
);

create table search.rating (
    product       uuid   primary key,
    average_milli bigint not null,
    count         bigint not null
);

-- sold: pieces that were ordered; known: as many as the documents say.
create table search.popularity (
    product uuid   primary key,
    sold    bigint not null,
    known   bigint not null
);
create index popularity_unknown on search.popularity (product) where sold <> known;

alter table search.category add column name text not null default '';
alter table search.category add column parent uuid;

create table search.hidden_attribute (
    name text primary key
);

-- Words of one group mean the same.
create table search.synonym (
    "group" bigint not null,
    word    text   not null,
    primary key ("group", word)
);

drop table search.placement, search.listing, search.listed_variant, search.facet, search.revision;
