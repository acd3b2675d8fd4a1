-- Answers hold tokens and requests hold passwords: a record can be found, compared and read only by
-- who shows the Idempotency-Key again, which is not kept. What was kept readable until now goes.
drop table platform.idempotency;

create table platform.idempotency (
    id           text        primary key,  -- of key and caller
    fingerprint  text        not null,     -- of method, target and body
    owner        uuid        not null,     -- the execution that holds the lease
    locked_until timestamptz not null,
    answer       text,                     -- sealed, once there is one
    created_at   timestamptz not null
);

create index idempotency_created_at on platform.idempotency (created_at);
