-- What a guest's cart became part of when they signed in, and where its shopper can be reminded.
alter table cart.cart
    add column merged_into uuid,
    add column email text,
    add column reminded_at timestamptz,
    add constraint cart_merged_has_target check (status <> 'merged' or merged_into is not null);
create index cart_of_known_shopper on cart.cart (id)
    where customer is not null or email is not null;

-- Set aside for later: neither counted nor bought. The same goods may be in the cart as well.
alter table cart.line add column set_aside boolean not null default false;
alter table cart.line drop constraint line_once_per_variant;
alter table cart.line add constraint line_once_per_variant unique (cart, variant, set_aside);
