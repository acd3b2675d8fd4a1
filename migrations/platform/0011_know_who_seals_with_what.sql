-- Which processes of the shop are running, what each seals with and what it can open: a key is not
-- taken away while one of them seals with it, and none seals with a key that another lacks.
create table platform.sealing_process (
    id         uuid primary key,
    name       text not null,  -- host and number, for people
    seals_with text not null,
    opens      text[] not null,
    seen_at    timestamptz not null default clock_timestamp()
);
