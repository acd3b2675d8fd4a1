-- What the rules gave and took when the order was made: discounts and taxes with the promotions,
-- coupons and rates they come from. Shown and proved, never searched.
alter table orders.customer_order add column terms jsonb not null
    default '{"discounts": [], "taxes": [], "coupons": []}';
alter table orders.item
    add column product uuid,
    add column discounts jsonb not null default '[]',
    add column taxes jsonb not null default '[]';

-- What an order costs is written once.
revoke update on orders.customer_order, orders.item from kontor_orders;
grant update (status, payment_status, fulfilment_status, captured, refunded, cancellation_reason,
              customer, guest_token_hash, email, shipping_address, billing_address)
    on orders.customer_order to kontor_orders;
grant update (shipped, delivered) on orders.item to kontor_orders;
