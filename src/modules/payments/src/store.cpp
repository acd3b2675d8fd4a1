#include "store.hpp"

namespace kontor::payments {

using platform::Reader;
using platform::Tx;

Payment to_payment(const PaymentRow& row) {
    Payment payment{row.id,
                    row.order_id,
                    row.provider,
                    row.attempt,
                    row.status,
                    {row.amount, row.currency},
                    {row.captured, row.currency},
                    {row.refunded, row.currency},
                    std::nullopt,
                    row.refusal,
                    row.created_at};
    if (row.status == PaymentStatus::requires_action && row.next_action_url)
        payment.next_action = NextAction{"redirect", *row.next_action_url};
    return payment;
}

std::string charge_key(const orders::OrderId& order, int attempt) {
    return order.text() + ":" + std::to_string(attempt);
}

std::string charge_key(const PaymentRow& row) {
    return charge_key(row.order_id, row.attempt);
}

namespace store {

namespace {

const std::string select_payment =
    "select id, order_id, attempt, provider, status, amount, captured, refunded, currency,"
    " next_action_url, refusal, give_back_reason, ask_at, created_at from payments.payment ";

const std::string select_refund =
    "select r.id, r.payment_id, r.amount, r.currency, r.reason, r.status, r.attempts,"
    " r.next_attempt_at, r.created_at from payments.refund r ";

}  // namespace

void insert_payment(Tx& tx, const PaymentRow& row) {
    tx.defer(
        "insert into payments.payment (id, order_id, attempt, provider, status, amount, currency,"
        " ask_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        row.id, row.order_id, row.attempt, row.provider, row.status, row.amount, row.currency,
        row.ask_at, row.created_at);
}

std::optional<PaymentRow> payment(Reader& reader, const PaymentId& id) {
    return reader.one<PaymentRow>(select_payment + "where id = $1", id);
}

std::optional<PaymentRow> payment(Reader& reader, const orders::OrderId& order, int attempt) {
    return reader.one<PaymentRow>(select_payment + "where order_id = $1 and attempt = $2", order,
                                  attempt);
}

std::optional<PaymentRow> payment_for_update(Tx& tx, const PaymentId& id) {
    return tx.one<PaymentRow>(select_payment + "where id = $1 for update", id);
}

// Locks in one statement and reads in the next: the second sees what was added by whoever held the
// lock before.
std::vector<PaymentRow> attempts_for_update(Tx& tx, const orders::OrderId& order) {
    tx.defer("select from payments.payment where order_id = $1 order by attempt for update", order);
    return tx.all<PaymentRow>(select_payment + "where order_id = $1 order by attempt for update",
                              order);
}

std::vector<PaymentRow> payments_of(Reader& reader, const orders::OrderId& order) {
    return reader.all<PaymentRow>(select_payment + "where order_id = $1 order by attempt", order);
}

std::vector<PaymentRow> newest_of(Reader& reader, const std::vector<orders::OrderId>& orders) {
    return reader.all<PaymentRow>(select_payment +
                                      "p where order_id = any($1) and attempt ="
                                      " (select max(attempt) from payments.payment"
                                      " where order_id = p.order_id)",
                                  orders);
}

std::vector<PaymentRow> to_ask_about(Reader& reader, platform::Time now) {
    return reader.all<PaymentRow>(
        select_payment +
            "where status in ('created', 'requires_action', 'processing', 'authorized')"
            " and ask_at <= $1 order by ask_at limit 100",
        now);
}

void update_payment(Tx& tx, const PaymentRow& row, PaymentStatus before, platform::Time now) {
    tx.defer(
        "update payments.payment set status = $2, captured = $3, refunded = $4,"
        " next_action_url = $5, refusal = $6, give_back_reason = $7, ask_at = $8 where id = $1",
        row.id, row.status, row.captured, row.refunded, row.next_action_url, row.refusal,
        row.give_back_reason, row.ask_at);
    if (row.status == before) return;
    tx.defer(
        "insert into payments.payment_event (payment_id, from_status, to_status, at)"
        " values ($1, $2, $3, $4)",
        row.id, before, row.status, now);
}

void postpone_asking(Tx& tx, const PaymentId& id, platform::Time ask_at) {
    tx.defer("update payments.payment set ask_at = $2 where id = $1", id, ask_at);
}

std::vector<OrderMoney> moved(Reader& reader, const std::optional<orders::OrderId>& after,
                              std::size_t limit) {
    return reader.all<OrderMoney>(
        "select order_id as \"order\", sum(captured)::bigint as captured,"
        " sum(refunded)::bigint as refunded from payments.payment"
        " where captured > 0 and order_id > $1 group by order_id order by order_id limit $2",
        after.value_or(orders::OrderId()), limit);
}

void insert_ledger_entry(Tx& tx, const LedgerEntry& entry) {
    tx.defer(
        "with booked as (insert into payments.ledger_transaction"
        " (id, kind, source, payment_id, at) values ($1, $2, $3, $4, $5) returning id)"
        " insert into payments.ledger_posting (transaction_id, account, amount, currency)"
        " select id, account, amount, $8 from booked,"
        " (values ($6, $9::bigint), ($7, -$9::bigint)) posting (account, amount)",
        platform::new_uuid(), entry.kind, entry.source, entry.payment, entry.at, entry.debit,
        entry.credit, entry.amount.currency, entry.amount.amount);
}

std::int64_t promised_back(Reader& reader, const PaymentId& payment) {
    return *reader.one<std::int64_t>(
        "select coalesce(sum(amount), 0)::bigint from payments.refund"
        " where payment_id = $1 and status <> 'failed'",
        payment);
}

void insert_refund(Tx& tx, const RefundRow& refund) {
    tx.defer(
        "insert into payments.refund (id, payment_id, amount, currency, reason, status,"
        " next_attempt_at, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)"
        " on conflict (payment_id, reason) do nothing",
        refund.id, refund.payment_id, refund.amount, refund.currency, refund.reason, refund.status,
        refund.next_attempt_at, refund.created_at);
}

std::vector<RefundRow> refunds_due(Reader& reader, platform::Time now) {
    return reader.all<RefundRow>(select_refund +
                                     "where status = 'pending' and next_attempt_at <= $1"
                                     " order by next_attempt_at limit 100",
                                 now);
}

std::vector<RefundRow> pending_refunds_of(Reader& reader, const orders::OrderId& order) {
    return reader.all<RefundRow>(select_refund +
                                     "join payments.payment p on p.id = r.payment_id"
                                     " where r.status = 'pending' and p.order_id = $1"
                                     " order by r.created_at",
                                 order);
}

std::optional<RefundRow> refund(Reader& reader, const RefundId& id) {
    return reader.one<RefundRow>(select_refund + "where id = $1", id);
}

void count_refund_attempt(Tx& tx, const RefundRow& refund) {
    tx.defer("update payments.refund set attempts = $2, next_attempt_at = $3 where id = $1",
             refund.id, refund.attempts, refund.next_attempt_at);
}

void set_refund_status(Tx& tx, const RefundId& id, RefundStatus status) {
    tx.defer("update payments.refund set status = $2 where id = $1", id, status);
}

bool insert_webhook(Tx& tx, const std::string& provider, const WebhookEvent& event,
                    platform::Time now) {
    return tx.run(
               "insert into payments.webhook_event (provider, event_id, type, charge_key,"
               " received_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
               provider, event.id, event.type, event.charge_key, now) == 1;
}

std::vector<UnhandledWebhook> unhandled_webhooks(Reader& reader) {
    return reader.all<UnhandledWebhook>(
        "select provider, event_id, type as event_type, charge_key as event_charge_key"
        " from payments.webhook_event where handled_at is null order by received_at limit 100");
}

void webhook_handled(Tx& tx, const std::string& provider, const std::string& event_id,
                     platform::Time now) {
    tx.defer(
        "update payments.webhook_event set handled_at = $3"
        " where provider = $1 and event_id = $2",
        provider, event_id, now);
}

}  // namespace store

}  // namespace kontor::payments
