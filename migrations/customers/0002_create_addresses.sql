-- Ids rise with time: their order is the order in which addresses were added.
create table customers.address (
    id               uuid        primary key,
    customer         uuid        not null,
    label            text,
    address          jsonb       not null,
    default_shipping boolean     not null,
    default_billing  boolean     not null,
    created_at       timestamptz not null
);
create index address_of_customer on customers.address (customer, id);
create unique index address_one_default_shipping on customers.address (customer)
    where default_shipping;
create unique index address_one_default_billing on customers.address (customer)
    where default_billing;
