-- Messages of carriers that tell no news of a parcel: that they came, and what they were about.
create table shipping.other_message (
    carrier     text        not null,
    message     text        not null,
    type        text        not null,
    received_at timestamptz not null,
    primary key (carrier, message)
);
