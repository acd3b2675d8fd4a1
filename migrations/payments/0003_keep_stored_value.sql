-- Gift cards and store credit: money of customers that the shop keeps, until they spend it.
create table payments.stored_value (
    id          uuid        primary key,
    kind        text        not null check (kind in ('gift_card', 'store_credit')),
    currency    text        not null,
    balance     bigint      not null check (balance >= 0),
    customer    uuid        check ((kind = 'store_credit') = (customer is not null)),
    code_hash   text        unique check ((kind = 'gift_card') = (code_hash is not null)),
    code_ending text,
    email       text,
    note        text,
    expires_at  timestamptz,
    disabled_at timestamptz,
    created_at  timestamptz not null
) with (fillfactor = 80);
create unique index stored_value_of_customer on payments.stored_value (customer, currency)
    where customer is not null;
create index stored_value_gift_cards on payments.stored_value (id) where kind = 'gift_card';

-- Why a balance is what it is. The source is what moved it, and moves it once: a card's issue, a
-- grant of staff's, a payment that spends or gives back, a refund.
create table payments.stored_value_movement (
    id              bigint      generated always as identity primary key,
    stored_value_id uuid        not null references payments.stored_value,
    kind            text        not null check (kind in
        ('issued', 'granted', 'spent', 'given_back', 'refunded')),
    amount          bigint      not null check (amount <> 0),
    balance_after   bigint      not null check (balance_after >= 0),
    source          uuid        not null,
    actor           text        not null,
    reason          text,
    at              timestamptz not null,
    unique (source, kind)
);
create index stored_value_movement_of on payments.stored_value_movement (stored_value_id, id);
create trigger stored_value_movement_is_kept
    before update or delete on payments.stored_value_movement
    for each row execute function payments.refuse_change();

-- A payment from stored value names it as its instrument. It is authorised as long as the purchase
-- is under way, and no provider is asked about it.
alter table payments.payment
    add column instrument uuid references payments.stored_value,
    add column tax bigint not null default 0 check (tax between 0 and amount),
    add column captured_at timestamptz,
    drop constraint payment_order_id_attempt_key,
    add constraint payment_order_id_attempt_key
        unique nulls not distinct (order_id, attempt, instrument);
update payments.payment p set captured_at = t.at
  from payments.ledger_transaction t where t.source = p.id and t.kind = 'capture';
drop index payments.payment_open;
create unique index payment_open on payments.payment (order_id)
    where instrument is null
      and status in ('created', 'requires_action', 'processing', 'awaited', 'authorized');

-- cause: the request that a refund answers, which it answers once. None where the order was given
-- up: there the reason counts once.
alter table payments.refund
    add column cause uuid,
    add column tax bigint not null default 0 check (tax between 0 and amount),
    add column credited_to uuid,  -- the customer, of what becomes store credit
    drop constraint refund_payment_id_reason_key;
create unique index refund_of_cause on payments.refund (payment_id, cause) where cause is not null;
create unique index refund_of_reason on payments.refund (payment_id, reason) where cause is null;

alter table payments.ledger_transaction
    alter column payment_id drop not null,
    drop constraint ledger_transaction_kind_check,
    add constraint ledger_transaction_kind_check
        check (kind in ('capture', 'refund', 'issue', 'grant'));
create index ledger_transaction_by_time on payments.ledger_transaction using brin (at);

alter table payments.ledger_posting
    drop constraint ledger_posting_account_check,
    add constraint ledger_posting_account_check check (
        account in ('psp_clearing', 'bank', 'cash', 'gift_card_liability',
                    'store_credit_liability', 'customer_payments', 'tax_payable', 'refunds',
                    'goodwill')
        or account like 'psp_clearing:%');

-- Once a statement instead of once a posting: whoever writes postings writes all of a transaction.
drop trigger ledger_posting_balances on payments.ledger_posting;
create or replace function payments.check_balance() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
    unbalanced uuid;
begin
    select transaction_id into unbalanced
      from (select distinct transaction_id from added) written
     where exists (select from payments.ledger_posting p
                    where p.transaction_id = written.transaction_id
                    group by p.currency having sum(p.amount) <> 0)
     limit 1;
    if unbalanced is not null then
        raise exception 'the postings of ledger transaction % do not add up to zero', unbalanced
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger ledger_posting_balances after insert on payments.ledger_posting
    referencing new table as added
    for each statement execute function payments.check_balance();
