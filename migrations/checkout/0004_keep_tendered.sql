-- What gift cards and store credit pay of the purchase, while it is under way and once it is over.
alter table checkout.purchase
    add column tendered bigint not null default 0 check (tendered >= 0);
