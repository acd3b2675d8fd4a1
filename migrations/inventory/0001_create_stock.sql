create table inventory.location (
    id       uuid    primary key default gen_random_uuid(),
    code     text    not null unique check (code ~ '^[a-z0-9][a-z0-9_-]*$'),
    name     text    not null,
    priority integer not null default 0  -- the lowest is sold from first
);
insert into inventory.location (code, name) values ('main', 'Main warehouse');

-- A retired variant gives its SKU up to the one that took it over.
create table inventory.stock_item (
    variant uuid primary key,
    sku     text unique
);

-- What the movements add up to.
create table inventory.stock_level (
    variant       uuid    not null references inventory.stock_item,
    location      uuid    not null references inventory.location,
    on_hand       bigint  not null default 0 check (on_hand >= 0),
    allocated     bigint  not null default 0 check (allocated >= 0),
    reserved      bigint  not null default 0 check (reserved >= 0),
    safety        bigint  not null default 0,
    backorderable boolean not null default false,
    version       bigint  not null default 1,
    primary key (variant, location)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

-- What a holder holds: first reserved, for a time, then allocated, for good. Written only under
-- the lock of its level.
create table inventory.reservation (
    holder     uuid        not null,
    variant    uuid        not null,
    location   uuid        not null,
    state      text        not null check (state in ('reserved', 'allocated')),
    quantity   bigint      not null check (quantity > 0),
    expires_at timestamptz check ((state = 'reserved') = (expires_at is not null)),
    primary key (holder, variant, location, state)
) with (autovacuum_vacuum_scale_factor = 0.05);

create index reservation_expiring on inventory.reservation (variant, expires_at)
    where state = 'reserved';
create index reservation_expired on inventory.reservation (expires_at) where state = 'reserved';

-- Every change of a level, and the balances it left.
create table inventory.movement (
    variant         uuid        not null,
    location        uuid        not null,
    id              bigint      generated always as identity,
    kind            text        not null check (kind in
        ('receive', 'adjust', 'reserve', 'release', 'allocate', 'deallocate', 'ship')),
    on_hand         bigint      not null,
    allocated       bigint      not null,
    reserved        bigint      not null,
    on_hand_after   bigint      not null,
    allocated_after bigint      not null,
    reserved_after  bigint      not null,
    holder          uuid,
    reason          text,
    at              timestamptz not null,
    primary key (variant, location, id)
);
revoke update, delete on inventory.movement from kontor_inventory;
