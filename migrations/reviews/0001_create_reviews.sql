create table reviews.review (
    id               uuid        primary key,
    product          uuid        not null,
    customer         uuid        not null,
    stars            smallint    not null check (stars between 1 and 5),
    title            text        not null,
    text             text        not null,
    author           text        not null,
    status           text        not null check (status in ('new', 'accepted', 'rejected')),
    rejection_reason text,
    answer           text,
    answered_at      timestamptz,
    helpful          integer     not null default 0 check (helpful >= 0),  -- rows of vote
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    unique (customer, product)
) with (fillfactor = 80);

create index review_by_status on reviews.review (status, id);
create index review_newest on reviews.review (product, id) where status = 'accepted';
create index review_by_helpful on reviews.review (product, helpful, id) where status = 'accepted';
create index review_highest on reviews.review (product, stars, id) where status = 'accepted';
create index review_lowest on reviews.review (product, (-stars), id) where status = 'accepted';

create table reviews.review_event (
    review      uuid        not null references reviews.review on delete cascade,
    number      integer     not null,
    at          timestamptz not null,
    actor       text        not null,
    from_status text,
    to_status   text        not null,
    reason      text,
    primary key (review, number)
);

create table reviews.vote (
    review   uuid        not null references reviews.review on delete cascade,
    customer uuid        not null,
    at       timestamptz not null,
    primary key (review, customer)
);

-- How many accepted reviews of a product have one to five stars.
create table reviews.rating (
    product uuid    primary key,
    one     integer not null default 0 check (one >= 0),
    two     integer not null default 0 check (two >= 0),
    three   integer not null default 0 check (three >= 0),
    four    integer not null default 0 check (four >= 0),
    five    integer not null default 0 check (five >= 0),
    erased  boolean not null default false  -- the catalogue has it no more
) with (fillfactor = 70);

-- What orders and parcels tell of an item, in whichever order they tell it.
create table reviews.bought_item (
    item      uuid    primary key,
    customer  uuid,
    product   uuid,
    delivered boolean not null default false
);

-- Who has received what.
create table reviews.purchase (
    customer uuid not null,
    product  uuid not null,
    primary key (customer, product)
);
