-- What edits took out of the order of goods that were refunded before: it went back, and the order
-- costs less for it.
alter table orders.refund_item
    add column edited_quantity bigint not null default 0
        check (edited_quantity between 0 and quantity),
    add column edited_gross    bigint not null default 0 check (edited_gross between 0 and gross),
    add column edited_tax      bigint not null default 0
        check (edited_tax between 0 and edited_gross and tax - edited_tax <= gross - edited_gross);
grant update (edited_quantity, edited_gross, edited_tax) on orders.refund_item to kontor_orders;
