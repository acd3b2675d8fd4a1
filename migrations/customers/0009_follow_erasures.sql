-- Whom the shop forgot: forgotten again for a while, because a purchase or a fact that was under way may
-- have told of them since. waived: they gave up what they could have kept.
create table customers.erasure (
    customer  uuid        primary key,
    waived    boolean     not null,
    erased_at timestamptz not null,
    due_at    timestamptz not null
);
create index erasure_due on customers.erasure (due_at);
