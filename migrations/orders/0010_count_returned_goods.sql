alter table orders.item add column returned bigint not null default 0 check (returned >= 0);
grant update (returned) on orders.item to kontor_orders;
