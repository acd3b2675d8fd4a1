-- variant: none where any of the product's would do.
create table customers.wish (
    id       uuid        primary key,
    customer uuid        not null,
    product  uuid        not null,
    variant  uuid,
    added_at timestamptz not null,
    unique nulls not distinct (customer, product, variant)
);
create index wish_of_customer on customers.wish (customer, id desc);
