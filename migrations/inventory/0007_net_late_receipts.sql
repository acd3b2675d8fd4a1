-- Pieces that were sold before they had come and left before their receipt was booked: it will add
-- so much less.
create table inventory.received_ahead (
    variant  uuid   not null,
    location uuid   not null,
    quantity bigint not null check (quantity > 0),
    primary key (variant, location),
    foreign key (variant, location) references inventory.stock_level
);
