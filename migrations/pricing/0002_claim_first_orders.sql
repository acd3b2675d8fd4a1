-- purchase: the one that claims to be the customer's first; none once an order was placed.
alter table pricing.buyer add column purchase uuid;
create index buyer_by_purchase on pricing.buyer (purchase) where purchase is not null;
