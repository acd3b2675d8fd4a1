-- What became of a guest's cart when they signed in, for whoever reads the cart until it changes again.
alter table cart.cart
    add column adjustments jsonb,
    add column adjusted_version bigint;
