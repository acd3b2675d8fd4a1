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
    payment.goods_may_leave =
        row.captured > 0 || row.status == PaymentStatus::authorized ||
        (row.status == PaymentStatus::awaited && row.provider == cash_on_delivery);
    if (row.status == PaymentStatus::authorized)
        payment.to_capture = {row.give_back_reason ? 0 : row.to_capture.value_or(row.amount),
                              row.currency};
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

Charge to_charge(const PaymentRow& row) {
    return {charge_key(row),        row.id,
            row.order_id,           {row.amount, row.currency},
            row.token.value_or(""), row.capture,
            row.payer.value_or(""), row.reference.value_or(""),
            row.created_at,         {row.to_capture.value_or(row.amount), row.currency}};
}

namespace store {

namespace {

const std::string select_payment =
    "select id, order_id, attempt, provider, status, amount, captured, refunded, currency,"
    " next_action_url, refusal, give_back_reason, ask_at, created_at, instrument, tax, captured_at,"
    " authorized, capture, token, payer, reference, capture_asked, to_capture, additional"
    " from payments.payment ";

}  // namespace

void insert_payment(Tx& tx, const PaymentRow& row) {
    tx.defer(
        "insert into payments.payment (id, order_id, attempt, provider, status, amount, currency,"
        " ask_at, created_at, instrument, tax, capture, token, payer, additional)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        row.id, row.order_id, row.attempt, row.provider, row.status, row.amount, row.currency,
        row.ask_at, row.created_at, row.instrument, row.tax, row.capture, row.token, row.payer,
        row.additional);
}

void aim_capture(Tx& tx, const PaymentRow& row) {
    tx.defer("update payments.payment set to_capture = $2, tax = $3 where id = $1", row.id,
             row.to_capture, row.tax);
}

void change_amount(Tx& tx, const PaymentRow& row, std::int64_t before, platform::Time now) {
    tx.defer("update payments.payment set amount = $2, tax = $3 where id = $1", row.id, row.amount,
             row.tax);
    tx.defer("insert into payments.replaced_amount (payment_id, amount, until) values ($1, $2, $3)",
             row.id, before, now);
}

std::optional<PaymentRow> payment(Reader& reader, const PaymentId& id) {
    return reader.one<PaymentRow>(select_payment + "where id = $1", id);
}

std::optional<PaymentRow> payment(Reader& reader, const orders::OrderId& order, int attempt) {
    return reader.one<PaymentRow>(
        select_payment + "where order_id = $1 and attempt = $2 and instrument is null", order,
        attempt);
}

std::optional<PaymentRow> payment_for_update(Tx& tx, const PaymentId& id) {
    return tx.one<PaymentRow>(select_payment + "where id = $1 for update", id);
}

bool is_as_begun(Tx& tx, const PaymentId& id) {
    return tx.run_expecting(1,
                            "select from payments.payment where id = $1 and status = 'created'"
                            " and give_back_reason is null and reference is null for update",
                            id) == 1;
}

// Locks in one statement and reads in the next: the second sees what was added by whoever held the
// lock before.
std::vector<PaymentRow> attempts_for_update(Tx& tx, const orders::OrderId& order) {
    tx.defer("select from payments.payment where order_id = $1 order by attempt for update", order);
    return tx.all<PaymentRow>(select_payment + "where order_id = $1 order by attempt for update",
                              order);
}

std::optional<PaymentRow> payment_by_reference(Reader& reader, const std::string& provider,
                                               const std::string& reference) {
    return reader.one<PaymentRow>(select_payment + "where provider = $1 and reference = $2",
                                  provider, reference);
}

std::vector<PaymentRow> payments_of(Reader& reader, const orders::OrderId& order) {
    return reader.all<PaymentRow>(select_payment + "where order_id = $1 order by attempt, id",
                                  order);
}

std::optional<KeptMeans> kept_means(Reader& reader, const auth::UserId& customer,
                                    const PaymentMethodId& id, const std::string& provider) {
    return reader.one<KeptMeans>(
        "select token, payer from payments.method where id = $1 and customer = $2"
        " and provider = $3 and forgotten_at is null",
        id, customer, provider);
}

std::vector<PaymentRow> newest_of(Reader& reader, const std::vector<orders::OrderId>& orders) {
    return reader.all<PaymentRow>(select_payment +
                                      "p where order_id = any($1) and (captured > 0"
                                      " or instrument is not null or attempt ="
                                      " (select max(attempt) from payments.payment"
                                      " where order_id = p.order_id)) order by id",
                                  orders);
}

std::vector<PaymentRow> to_ask_about(Reader& reader, platform::Time now) {
    return reader.all<PaymentRow>(
        select_payment +
            "where status in ('created', 'requires_action', 'processing', 'awaited', 'authorized')"
            " and instrument is null and ask_at <= $1 order by ask_at limit 100",
        now);
}

void update_payment(Tx& tx, const PaymentRow& row, PaymentStatus before, platform::Time now) {
    tx.defer(
        "update payments.payment set status = $2, captured = $3, refunded = $4,"
        " next_action_url = $5, refusal = $6, give_back_reason = $7, ask_at = $8, captured_at = $9,"
        " authorized = $10, reference = $11, capture_asked = $12, token = $13 where id = $1",
        row.id, row.status, row.captured, row.refunded, row.next_action_url, row.refusal,
        row.give_back_reason, row.ask_at, row.captured_at, row.authorized, row.reference,
        row.capture_asked, row.token);
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

bool insert_webhook(Tx& tx, const std::string& provider, const WebhookEvent& event,
                    platform::Time now) {
    return tx.run(
               "insert into payments.webhook_event (provider, event_id, type, charge_key,"
               " reference, received_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
               provider, event.id, event.type, event.charge_key, event.reference, now) == 1;
}

std::vector<UnhandledWebhook> unhandled_webhooks(Reader& reader, platform::Time now) {
    return reader.all<UnhandledWebhook>(
        "select provider, event_id, type as event_type, charge_key as event_charge_key,"
        " reference as event_reference, attempts from payments.webhook_event"
        " where handled_at is null and handle_at <= $1 order by handle_at, received_at limit 100",
        now);
}

void postpone_webhook(Tx& tx, const UnhandledWebhook& webhook, platform::Time handle_at) {
    tx.defer(
        "update payments.webhook_event set attempts = $3, handle_at = $4"
        " where provider = $1 and event_id = $2",
        webhook.provider, webhook.event.id, webhook.attempts, handle_at);
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
