-- An order of which something was to be returned: the row under whose lock its pieces are counted.
create table returns.customer_order (
    id uuid primary key
);

create table returns.return (
    id               uuid        primary key,
    order_id         uuid        not null references returns.customer_order,
    order_number     text        not null,
    status           text        not null check (status in
        ('requested', 'approved', 'partially_received', 'received', 'refunded', 'rejected',
         'cancelled')),
    wish             text        not null check (wish in ('refund', 'store_credit', 'exchange')),
    comment          text,
    replacement      jsonb       not null default '[]',
    rejection_reason text,
    currency         char(3)     not null,
    refunded         bigint      check (refunded >= 0),
    as_store_credit  boolean     not null default false,
    exchange_order   uuid,
    exchange_cart    uuid,  -- that it is bought from
    customer         uuid,  -- who asked for it
    guest_token_hash text,
    created_at       timestamptz not null,
    check ((status = 'refunded') = (refunded is not null)),
    check ((status = 'rejected') = (rejection_reason is not null))
);
create index return_of_order on returns.return (order_id, id);
create index return_by_status on returns.return (status, id);

-- resaleable and damaged: what came back, as it was counted.
create table returns.item (
    return_id  uuid   not null references returns.return,
    position   bigint not null,
    item_id    uuid   not null,
    variant_id uuid   not null,
    sku        text   not null,
    title      text   not null,
    quantity   bigint not null check (quantity > 0),
    reason     text   not null,
    resaleable bigint not null default 0 check (resaleable >= 0),
    damaged    bigint not null default 0 check (damaged >= 0),
    primary key (return_id, item_id),
    check (resaleable + damaged <= quantity)
);

-- One parcel that came in; inventory knows it by its id.
create table returns.receipt (
    id        uuid        primary key,
    return_id uuid        not null references returns.return,
    at        timestamptz not null,
    actor     text        not null,
    location  text
);
create index receipt_of_return on returns.receipt (return_id);

create table returns.receipt_item (
    receipt_id uuid   not null references returns.receipt,
    item_id    uuid   not null,
    variant_id uuid   not null,
    quantity   bigint not null check (quantity > 0),
    condition  text   not null check (condition in ('resaleable', 'damaged')),
    primary key (receipt_id, item_id, condition)
);

create table returns.return_event (
    id          bigint      generated always as identity primary key,
    return_id   uuid        not null references returns.return,
    at          timestamptz not null,
    actor       text        not null,
    from_status text,
    to_status   text        not null,
    reason      text
);
create index event_of_return on returns.return_event (return_id, id);
revoke update, delete on returns.receipt, returns.receipt_item, returns.return_event
    from kontor_returns;
