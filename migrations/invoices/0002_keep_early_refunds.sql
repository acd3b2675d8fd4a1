-- Facts of money that went back before there was an invoice to credit.
create table invoices.early_refund (
    id       bigint generated always as identity primary key,
    order_id uuid   not null,
    fact     jsonb  not null
);
create index early_refund_by_order on invoices.early_refund (order_id);
