-- What a charge was made with: asked again after a lost answer, it must be asked the same.
-- token and payer are the provider's references to the means of payment and to the customer,
-- reference is the provider's name of the charge. capture_asked: taken as soon as can be.
alter table payments.payment
    add column authorized    bigint  not null default 0 check (authorized >= 0),
    add column capture       text    not null default 'at_once'
        check (capture in ('at_once', 'on_shipment')),
    add column token         text,
    add column payer         text,
    add column reference     text,
    add column capture_asked boolean not null default false,
    drop constraint payment_status_check,
    add constraint payment_status_check check (status in
        ('created', 'requires_action', 'processing', 'awaited', 'authorized', 'captured',
         'refunded', 'declined', 'failed', 'cancelled'));
create index payment_by_reference on payments.payment (provider, reference)
    where reference is not null;

-- A webhook may come before we know the charge by its reference: it is tried again.
alter table payments.webhook_event
    add column reference text,
    add column attempts  integer     not null default 0,
    add column handle_at timestamptz not null default '-infinity';
drop index payments.webhook_event_unhandled;
create index webhook_event_unhandled on payments.webhook_event (handle_at)
    where handled_at is null;

-- Who a customer of ours is at a provider, made once.
create table payments.payer (
    provider  text        not null,
    customer  uuid        not null,
    reference text        not null,
    at        timestamptz not null,
    primary key (provider, customer)
);

-- Means of payment that customers keep, by the provider's reference. A forgotten one stays until
-- the provider has forgotten it too.
create table payments.method (
    id            uuid        primary key,
    customer      uuid        not null,
    provider      text        not null,
    token         text        not null,
    payer         text        not null,
    label         text        not null,
    expires_month integer     check (expires_month between 1 and 12),
    expires_year  integer,
    created_at    timestamptz not null,
    forgotten_at  timestamptz
);
create unique index method_of_customer on payments.method (customer, provider, token)
    where forgotten_at is null;
create index method_forgotten on payments.method (forgotten_at) where forgotten_at is not null;

-- What the simulated provider did with what it had only authorised.
alter table payments.simulator_charge
    drop constraint simulator_charge_outcome_check,
    add constraint simulator_charge_outcome_check
        check (outcome in ('captured', 'authorized', 'requires_action', 'declined')),
    add column captures_at_once boolean not null default true;
create table payments.simulator_capture (
    key text        primary key references payments.simulator_charge,
    at  timestamptz not null
);
create table payments.simulator_void (
    key text        primary key references payments.simulator_charge,
    at  timestamptz not null
);
create trigger simulator_capture_is_kept before update or delete on payments.simulator_capture
    for each row execute function payments.refuse_change();
create trigger simulator_void_is_kept before update or delete on payments.simulator_void
    for each row execute function payments.refuse_change();
