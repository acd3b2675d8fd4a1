-- One row per purchase: where it stands, and all that is needed to carry it on after a crash. The
-- means of payment is not kept: whether money moved is asked of payments by order and attempt.
create table checkout.purchase (
    id               uuid primary key,
    cart             uuid not null,
    customer         uuid,
    guest_token_hash text not null default '',
    email            text not null,
    shipping_address jsonb not null,
    billing_address  jsonb not null,
    shipping_option  text,
    status           text not null,
    order_id         uuid unique,
    payment          uuid,
    hold_expires_at  timestamptz,
    claimed_until    timestamptz,
    created_at       timestamptz not null
) with (fillfactor = 70);

create index purchase_of_cart on checkout.purchase (cart);
-- What the sweeper looks at: purchases that are neither idle nor over.
create index purchase_under_way on checkout.purchase (claimed_until)
    where status in ('completing', 'requires_action', 'processing');
create index purchase_open on checkout.purchase (hold_expires_at) where status = 'open';

-- Orders whose payment got its outcome when no request was waiting for it any more.
create table checkout.to_settle (
    order_id uuid primary key
);
