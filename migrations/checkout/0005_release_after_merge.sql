-- Checkouts whose cart became part of another: what they hold is to be released.
create table checkout.to_release (
    checkout uuid primary key
);
