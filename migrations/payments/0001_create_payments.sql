create table payments.payment (
    id               uuid        primary key,
    order_id         uuid        not null,
    attempt          integer     not null check (attempt >= 1),
    provider         text        not null,
    status           text        not null check (status in
        ('created', 'requires_action', 'processing', 'authorized', 'captured', 'refunded',
         'declined', 'failed', 'cancelled')),
    amount           bigint      not null check (amount >= 0),
    captured         bigint      not null default 0 check (captured >= 0),
    refunded         bigint      not null default 0 check (refunded between 0 and captured),
    currency         text        not null,
    next_action_url  text,
    refusal          text,
    -- Why money that arrives later has to go back at once: the order was given up meanwhile.
    give_back_reason text,
    -- When the provider is asked again, while the outcome is open.
    ask_at           timestamptz not null,
    created_at       timestamptz not null,
    unique (order_id, attempt)
) with (fillfactor = 80);

-- Never two attempts that could both take money.
create unique index payment_open on payments.payment (order_id)
    where status in ('created', 'requires_action', 'processing', 'authorized');

-- The history of states.
create table payments.payment_event (
    id          bigint      generated always as identity primary key,
    payment_id  uuid        not null,
    from_status text        not null,
    to_status   text        not null,
    at          timestamptz not null
);
create index payment_event_by_payment on payments.payment_event (payment_id, id);

create table payments.refund (
    id              uuid        primary key,
    payment_id      uuid        not null references payments.payment,
    amount          bigint      not null check (amount > 0),
    currency        text        not null,
    reason          text        not null,
    status          text        not null check (status in ('pending', 'settled', 'failed')),
    attempts        integer     not null default 0,
    next_attempt_at timestamptz not null,
    created_at      timestamptz not null,
    unique (payment_id, reason)
);
create index refund_due on payments.refund (next_attempt_at) where status = 'pending';

-- Double entry: a transaction is a set of postings that add up to nothing per currency. A debit
-- is positive. Rows are only ever added.
create table payments.ledger_transaction (
    id         uuid        primary key,
    kind       text        not null check (kind in ('capture', 'refund')),
    source     uuid        not null,  -- the payment captured, or the refund
    payment_id uuid        not null,
    at         timestamptz not null,
    unique (source, kind)
);
create index ledger_transaction_by_payment on payments.ledger_transaction (payment_id);

create table payments.ledger_posting (
    transaction_id uuid   not null references payments.ledger_transaction,
    account        text   not null check (account in
        ('psp_clearing', 'customer_payments', 'refunds')),
    amount         bigint not null,
    currency       text   not null,
    primary key (transaction_id, account, currency)
);

-- As the owner: a commit may happen in another module's role.
create function payments.check_balance() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
    if exists (select from payments.ledger_posting
                where transaction_id = new.transaction_id
                group by currency having sum(amount) <> 0) then
        raise exception 'the postings of ledger transaction % do not add up to zero',
            new.transaction_id using errcode = 'check_violation';
    end if;
    return null;
end $$;

create constraint trigger ledger_posting_balances
    after insert on payments.ledger_posting
    deferrable initially deferred
    for each row execute function payments.check_balance();

create function payments.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    raise exception 'rows of % are only ever added', tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger ledger_transaction_is_kept before update or delete on payments.ledger_transaction
    for each row execute function payments.refuse_change();
create trigger ledger_posting_is_kept before update or delete on payments.ledger_posting
    for each row execute function payments.refuse_change();

-- What providers told us, each once.
create table payments.webhook_event (
    provider    text        not null,
    event_id    text        not null,
    type        text        not null,
    charge_key  text,
    received_at timestamptz not null,
    handled_at  timestamptz,
    primary key (provider, event_id)
);
create index webhook_event_unhandled on payments.webhook_event (received_at)
    where handled_at is null;

-- The books of the simulated provider, an outside company: it never sees our tables nor our
-- transactions, and it never changes what it has written.
create table payments.simulator_charge (
    key      text        primary key,  -- the idempotency key "<order>:<attempt>"
    payment  uuid        not null,     -- our reference, as a provider keeps one
    token    text        not null,
    outcome  text        not null check (outcome in ('captured', 'requires_action', 'declined')),
    amount   bigint      not null check (amount >= 0),
    currency text        not null,
    at       timestamptz not null
);
create table payments.simulator_approval (
    key text        primary key references payments.simulator_charge,
    at  timestamptz not null
);
create table payments.simulator_refund (
    key        text        primary key,
    charge_key text        not null references payments.simulator_charge,
    amount     bigint      not null check (amount > 0),
    at         timestamptz not null
);
create index simulator_refund_by_charge on payments.simulator_refund (charge_key);

create trigger simulator_charge_is_kept before update or delete on payments.simulator_charge
    for each row execute function payments.refuse_change();
create trigger simulator_approval_is_kept before update or delete on payments.simulator_approval
    for each row execute function payments.refuse_change();
create trigger simulator_refund_is_kept before update or delete on payments.simulator_refund
    for each row execute function payments.refuse_change();
