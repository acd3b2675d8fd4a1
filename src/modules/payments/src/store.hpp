#pragma once

#include "payments/payments.hpp"
#include "platform/db/database.hpp"
#include "provider.hpp"

namespace kontor::payments {

struct PaymentRow {
    PaymentId id;
    orders::OrderId order_id;
    int attempt = 1;
    std::string provider;
    PaymentStatus status = PaymentStatus::created;
    std::int64_t amount = 0;
    std::int64_t captured = 0;
    std::int64_t refunded = 0;
    platform::Currency currency;
    std::optional<std::string> next_action_url{};
    std::optional<std::string> refusal{};
    std::optional<std::string> give_back_reason{};
    platform::Time ask_at;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(PaymentRow, (),
                      (id, order_id, attempt, provider, status, amount, captured, refunded,
                       currency, next_action_url, refusal, give_back_reason, ask_at, created_at))

enum class RefundStatus { pending, settled, failed };
BOOST_DESCRIBE_ENUM(RefundStatus, pending, settled, failed)

struct RefundRow {
    RefundId id;
    PaymentId payment_id;
    std::int64_t amount = 0;
    platform::Currency currency;
    std::string reason;
    RefundStatus status = RefundStatus::pending;
    int attempts = 0;
    platform::Time next_attempt_at;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(RefundRow, (),
                      (id, payment_id, amount, currency, reason, status, attempts, next_attempt_at,
                       created_at))

enum class LedgerKind { capture, refund };
BOOST_DESCRIBE_ENUM(LedgerKind, capture, refund)

// Money that moved from one account's credit to another's debit.
struct LedgerEntry {
    LedgerKind kind;
    platform::Uuid source;
    PaymentId payment;
    std::string debit;
    std::string credit;
    platform::Money amount;
    platform::Time at;
};

Payment to_payment(const PaymentRow& row);
// What the provider knows the charge by.
std::string charge_key(const orders::OrderId& order, int attempt);
std::string charge_key(const PaymentRow& row);

}  // namespace kontor::payments

namespace kontor::payments::store {

// Throws StatementError (unique_violation) where the attempt is there already.
void insert_payment(platform::Tx& tx, const PaymentRow& row);
std::optional<PaymentRow> payment(platform::Reader& reader, const PaymentId& id);
std::optional<PaymentRow> payment(platform::Reader& reader, const orders::OrderId& order,
                                  int attempt);
std::optional<PaymentRow> payment_for_update(platform::Tx& tx, const PaymentId& id);
std::vector<PaymentRow> attempts_for_update(platform::Tx& tx, const orders::OrderId& order);
std::vector<PaymentRow> payments_of(platform::Reader& reader, const orders::OrderId& order);
std::vector<PaymentRow> newest_of(platform::Reader& reader,
                                  const std::vector<orders::OrderId>& orders);
std::vector<PaymentRow> to_ask_about(platform::Reader& reader, platform::Time now);
// Deferred, with the transition in the history where before is another status.
void update_payment(platform::Tx& tx, const PaymentRow& row, PaymentStatus before,
                    platform::Time now);
void postpone_asking(platform::Tx& tx, const PaymentId& id, platform::Time ask_at);
std::vector<OrderMoney> moved(platform::Reader& reader, const std::optional<orders::OrderId>& after,
                              std::size_t limit);

void insert_ledger_entry(platform::Tx& tx, const LedgerEntry& entry);

// Pending and settled ones.
std::int64_t promised_back(platform::Reader& reader, const PaymentId& payment);
// Nothing where the payment has a refund for this reason already.
void insert_refund(platform::Tx& tx, const RefundRow& refund);
std::vector<RefundRow> refunds_due(platform::Reader& reader, platform::Time now);
std::vector<RefundRow> pending_refunds_of(platform::Reader& reader, const orders::OrderId& order);
std::optional<RefundRow> refund(platform::Reader& reader, const RefundId& id);
void count_refund_attempt(platform::Tx& tx, const RefundRow& refund);
void set_refund_status(platform::Tx& tx, const RefundId& id, RefundStatus status);

// False when it was told before.
bool insert_webhook(platform::Tx& tx, const std::string& provider, const WebhookEvent& event,
                    platform::Time now);
struct UnhandledWebhook {
    std::string provider;
    WebhookEvent event;
};
BOOST_DESCRIBE_STRUCT(UnhandledWebhook, (), (provider, event))
std::vector<UnhandledWebhook> unhandled_webhooks(platform::Reader& reader);
void webhook_handled(platform::Tx& tx, const std::string& provider, const std::string& event_id,
                     platform::Time now);

}  // namespace kontor::payments::store
