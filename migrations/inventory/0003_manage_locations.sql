alter table inventory.location
    add column enabled    boolean not null default true,  -- whether it is sold from
    add column address    jsonb,
    add column removed_at timestamptz;
alter table inventory.location drop constraint location_code_key;
create unique index location_code on inventory.location (code) where removed_at is null;

-- None: the threshold of the configuration.
alter table inventory.stock_item add column low_stock_threshold bigint
    check (low_stock_threshold >= 0);

-- beyond_stock: it was allocated when there was less on hand.
alter table inventory.reservation add column beyond_stock boolean not null default false;
create index reservation_beyond_stock on inventory.reservation (variant, location, holder)
    where beyond_stock and state = 'allocated';

-- cause: the document that goods moved for. damaged: pieces that came back and count for nothing.
alter table inventory.movement
    add column cause   uuid,
    add column damaged bigint;
alter table inventory.movement drop constraint movement_kind_check;
alter table inventory.movement add constraint movement_kind_check check (kind in
    ('receive', 'adjust', 'reserve', 'release', 'allocate', 'deallocate', 'ship', 'unship',
     'returned', 'transfer_out', 'transfer_in'));
create index movement_of_cause on inventory.movement (cause) where cause is not null;

-- How far a level could be sold after a movement, until the next row of the level. A level
-- without a row: down to nothing.
create table inventory.level_terms (
    id            bigint      generated always as identity,
    variant       uuid        not null,
    location      uuid        not null,
    after         bigint      not null,
    safety        bigint      not null,
    backorderable boolean     not null,
    at            timestamptz not null,
    primary key (variant, location, id)
);
revoke update, delete on inventory.level_terms from kontor_inventory;
insert into inventory.level_terms (variant, location, after, safety, backorderable, at)
select variant, location, 0, safety, backorderable, now()
  from inventory.stock_level
 where safety <> 0 or backorderable;

create table inventory.transfer (
    id          uuid        primary key,
    source      uuid        not null references inventory.location,
    destination uuid        not null references inventory.location,
    status      text        not null check (status in
        ('in_transit', 'partially_received', 'received', 'cancelled')),
    note        text,
    created_at  timestamptz not null,
    ended_at    timestamptz,
    check (source <> destination)
);
-- lost: what will not arrive any more.
create table inventory.transfer_line (
    transfer uuid   not null references inventory.transfer,
    variant  uuid   not null references inventory.stock_item,
    quantity bigint not null check (quantity > 0),
    received bigint not null default 0 check (received >= 0),
    lost     bigint not null default 0 check (lost >= 0),
    primary key (transfer, variant),
    check (received + lost <= quantity)
);
create index transfer_under_way on inventory.transfer (destination)
    where status in ('in_transit', 'partially_received');

create table inventory.stock_take (
    id        uuid        primary key,
    location  uuid        not null references inventory.location,
    status    text        not null check (status in ('open', 'closed', 'cancelled')),
    note      text,
    opened_at timestamptz not null,
    ended_at  timestamptz
);
-- expected: what was on hand by the books when it was counted.
create table inventory.stock_take_count (
    stock_take uuid        not null references inventory.stock_take,
    variant    uuid        not null references inventory.stock_item,
    counted    bigint      not null check (counted >= 0),
    expected   bigint      not null,
    counted_at timestamptz not null,
    primary key (stock_take, variant)
);

-- What was taken back, once for each cause.
create table inventory.taken_back (
    cause uuid        primary key,
    at    timestamptz not null
);
