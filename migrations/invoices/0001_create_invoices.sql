-- The row of a series is locked by whoever takes a number, until the document that bears it is
-- committed or the number is given back: there is no gap.
create table invoices.series (
    name text   primary key,
    last bigint not null
);

-- cause: what it was issued for (the order, an edit of it, a refund), once.
create table invoices.document (
    id        uuid        primary key,
    kind      text        not null check (kind in ('invoice', 'credit_note')),
    series    text        not null references invoices.series,
    serial    bigint      not null,
    number    text        not null unique,
    order_id  uuid        not null,
    cause     uuid        not null,
    issued_at timestamptz not null,
    total     bigint      not null,
    currency  text        not null,
    body      jsonb       not null,
    unique (series, serial),
    unique (order_id, cause, kind)
);
create index document_by_time on invoices.document (issued_at);
revoke update, delete on invoices.document from kontor_invoices;
revoke delete on invoices.series from kontor_invoices;
