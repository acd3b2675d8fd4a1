-- What the rules of pricing look at; the price itself stays as it was when it was put in. The base
-- price follows the catalogue.
alter table cart.line
    add column base_price bigint,
    add column price_list uuid,
    add column tax_class text not null default 'standard',
    add column categories uuid[] not null default '{}';
update cart.line set base_price = coalesce(current_price, unit_price);
alter table cart.line drop column current_price;

-- In the order in which they were given.
alter table cart.cart add column coupons text[] not null default '{}';
