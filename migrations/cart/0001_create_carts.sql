create table cart.cart (
    id uuid primary key,
    customer uuid,
    guest_token_hash text,
    status text not null default 'active'
        check (status in ('active', 'completing', 'completed', 'merged', 'abandoned')),
    currency text not null,
    version bigint not null default 1,
    completing_checkout uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint cart_has_owner check (customer is not null or guest_token_hash is not null),
    constraint cart_completing_has_checkout
        check (status <> 'completing' or completing_checkout is not null)
);
create index cart_customer on cart.cart (customer) where customer is not null;

-- Ids rise with time: their order is the order in which lines were put in.
create table cart.line (
    id uuid primary key,
    cart uuid not null references cart.cart (id) on delete cascade,
    product uuid not null,
    variant uuid not null,
    sku text not null,
    title text not null,
    quantity bigint not null check (quantity > 0),
    unit_price bigint not null,
    current_price bigint,
    weight_grams bigint not null,
    withdrawn boolean not null default false,
    constraint line_once_per_variant unique (cart, variant)
);
create index line_variant on cart.line (variant);
create index line_product on cart.line (product);
