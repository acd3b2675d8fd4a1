-- Whom a redemption counts for: the customer's id, and the keyed hash of the e-mail address that was
-- given with the order. Without a foreign key to the promotion, which everybody would lock.
create table pricing.redeemer (
    promotion uuid not null,
    customer  text collate "C" not null,
    purchase  uuid not null,
    primary key (promotion, customer, purchase),
    foreign key (purchase, promotion) references pricing.redemption on delete cascade
);
create index redeemer_by_redemption on pricing.redeemer (purchase, promotion);

insert into pricing.redeemer (promotion, customer, purchase)
select promotion, customer, purchase from pricing.redemption where customer <> '';

-- With the index by promotion and customer.
alter table pricing.redemption drop column customer, drop column nth;
create index redemption_by_promotion on pricing.redemption (promotion);
