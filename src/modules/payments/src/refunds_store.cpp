#include "refunds.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::payments::store {

using platform::Reader;
using platform::Tx;

namespace {

#define REFUND_COLUMNS_BEFORE_STATUS "select r.id, r.payment_id, r.amount, r.currency, r.reason, "
#define REFUND_COLUMNS_AFTER_STATUS                                                                \
    " r.attempts, r.next_attempt_at, r.created_at, r.cause, r.tax, r.credited_to, r.retried from " \
    "payments.refund r "

const std::string select_refund =
    REFUND_COLUMNS_BEFORE_STATUS "r.status," REFUND_COLUMNS_AFTER_STATUS;

#define REFUND_RECORD                                                                       \
    "select r.id, p.order_id, r.payment_id, p.provider, r.amount as amount_amount,"         \
    " r.currency as amount_currency, r.reason, r.status,"                                   \
    " r.credited_to is not null as as_store_credit, r.attempts, r.created_at, r.decided_at" \
    " from payments.refund r join payments.payment p on p.id = r.payment_id "

}  // namespace

std::vector<PromisedBack> promised_back(Reader& reader, const orders::OrderId& order) {
    return reader.all<PromisedBack>(
        "select payment_id as payment, sum(r.amount)::bigint as amount, sum(r.tax)::bigint as tax"
        " from payments.refund r join payments.payment p on p.id = r.payment_id"
        " where p.order_id = $1 and r.status <> 'failed' group by payment_id",
        order);
}

std::int64_t sent_back(Reader& reader, const PaymentId& payment) {
    return *reader.one<std::int64_t>(
        "select coalesce(sum(amount), 0)::bigint from payments.refund"
        " where payment_id = $1 and status <> 'failed' and credited_to is null",
        payment);
}

void insert_refund(Tx& tx, const RefundRow& refund) {
    tx.defer(
        "insert into payments.refund (id, payment_id, amount, currency, reason, status,"
        " next_attempt_at, created_at, cause, tax, credited_to)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        refund.id, refund.payment_id, refund.amount, refund.currency, refund.reason, refund.status,
        refund.next_attempt_at, refund.created_at, refund.cause, refund.tax, refund.credited_to);
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
                                     " order by r.created_at, r.id",
                                 order);
}

std::vector<RefundRow> refunds_of(Reader& reader, const orders::OrderId& order,
                                  std::optional<platform::Time> until) {
    return reader.all<RefundRow>(
        REFUND_COLUMNS_BEFORE_STATUS
        "case when r.decided_at > $2 then 'pending' else r.status end as "
        "status," REFUND_COLUMNS_AFTER_STATUS
        "join payments.payment p on p.id = r.payment_id"
        " where p.order_id = $1 and ($2::timestamptz is null or r.created_at <= $2)"
        " order by r.created_at, r.id",
        order, until);
}

std::optional<RefundRow> refund(Reader& reader, const RefundId& id) {
    return reader.one<RefundRow>(select_refund + "where id = $1", id);
}

std::vector<RefundRecord> refund_page(Reader& reader, const RefundFilter& filter) {
    return platform::listed<RefundRecord>(
        reader,
        REFUND_RECORD
        "where ($1::text is null or r.status = $1) and ($2::uuid is null or r.id < $2)"
        " order by r.id desc limit $3",
        filter.status, filter.after, filter.limit);
}

std::optional<RefundRecord> refund_record(Reader& reader, const RefundId& id) {
    return reader.one<RefundRecord>(REFUND_RECORD "where r.id = $1", id);
}

void forget_reasons(Tx& tx, const orders::OrderId& order) {
    tx.defer(
        "update payments.refund r set reason = '-' from payments.payment p"
        " where p.id = r.payment_id and p.order_id = $1"
        " and r.reason !~ '^[a-z]+(_[a-z]+)+$' and r.reason <> '-'",
        order);
    tx.defer(
        "update payments.payment set give_back_reason = '-' where order_id = $1"
        " and give_back_reason !~ '^[a-z]+(_[a-z]+)+$' and give_back_reason <> '-'",
        order);
}

void retry_refund(Tx& tx, const RefundId& id, platform::Time now) {
    tx.defer(
        "update payments.refund set status = 'pending', retried = retried + 1,"
        " next_attempt_at = $2, decided_at = null where id = $1",
        id, now);
}

void count_refund_attempt(Tx& tx, const RefundRow& refund) {
    tx.defer("update payments.refund set attempts = $2, next_attempt_at = $3 where id = $1",
             refund.id, refund.attempts, refund.next_attempt_at);
}

void set_refund_status(Tx& tx, const RefundId& id, RefundStatus status, platform::Time now) {
    tx.defer("update payments.refund set status = $2, decided_at = $3 where id = $1", id, status,
             now);
}

}  // namespace kontor::payments::store
