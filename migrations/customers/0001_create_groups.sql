create table customers.customer_group (
    id         uuid        primary key,
    name       text        not null,
    created_at timestamptz not null
);
-- Names that differ in capitals only are one name to people.
create unique index customer_group_name on customers.customer_group (lower(name));

create table customers.membership (
    customer       uuid        not null,
    customer_group uuid        not null references customers.customer_group on delete cascade,
    joined_at      timestamptz not null,
    primary key (customer, customer_group)
);
create index membership_by_group on customers.membership (customer_group, customer);
