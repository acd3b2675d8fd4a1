-- What the facts tell of orders, in whichever order they tell it: ids and sums, no person.
create table customers.purchase (
    order_id  uuid        primary key,
    customer  uuid,                     -- null: a guest, or not told yet
    currency  char(3),
    placed_at timestamptz,
    cancelled boolean     not null default false
) with (fillfactor = 80);
create index purchase_of_customer on customers.purchase (customer) where customer is not null;

-- One row of each fact that moved money, however often it is told. Negative: given back.
create table customers.purchase_money (
    event    uuid    primary key,
    order_id uuid    not null,
    amount   bigint  not null,
    currency char(3) not null
);
create index purchase_money_of_order on customers.purchase_money (order_id);

create table customers.purchase_return (
    return_id uuid primary key,
    order_id  uuid not null
);
create index purchase_return_of_order on customers.purchase_return (order_id);
