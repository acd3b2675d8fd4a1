-- Guesses at the password of an address, known or not, since the last that was right: never more
-- than a hundred. A guess is counted before it is looked at.
create table auth.guessed_address (
    email text primary key,
    guesses integer not null,
    last_at timestamptz not null
);
create index guessed_address_last_at on auth.guessed_address (last_at);
