-- What customers say of themselves beside their accounts. No row: nothing.
create table customers.profile (
    customer   uuid        primary key,
    phone      text,
    birthday   date,
    company    text,
    tax_id     text,
    updated_at timestamptz not null
);
