-- The answers of requests that carried an Idempotency-Key.
create table platform.idempotency (
    scope_hash   text        not null,  -- SHA-256 of who asked
    key          text        not null,
    fingerprint  text        not null,  -- SHA-256 of method, target and body
    state        text        not null default 'in_progress' check (state in ('in_progress', 'done')),
    owner        uuid        not null,  -- the execution that holds the lease
    locked_until timestamptz not null,
    status       integer,
    headers      jsonb,
    body         text,
    created_at   timestamptz not null,
    primary key (scope_hash, key),
    check ((state = 'done') = (status is not null))
);

create index idempotency_created_at on platform.idempotency (created_at);
