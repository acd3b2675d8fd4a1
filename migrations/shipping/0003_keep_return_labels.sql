-- Labels with which customers send goods back: one for a return. Who knows the token may see it.
create table shipping.return_label (
    return_id       uuid        primary key,
    order_id        uuid        not null,
    carrier         text        not null,
    tracking_number text        not null,
    content_type    text        not null,
    token           text        not null unique,
    created_at      timestamptz not null
);
