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
    std::optional<platform::Uuid> instrument{};  // the stored value that it spends; no provider's
    std::int64_t tax = 0;                        // the part of the amount
    std::optional<platform::Time> captured_at{};
    std::int64_t authorized = 0;  // also after it was captured
    CaptureMode capture = CaptureMode::at_once;
    std::optional<std::string> token{};  // as long as its charge may have to be sent
    std::optional<std::string> payer{};
    std::optional<std::string> reference{};
    bool capture_asked = false;
    std::optional<std::int64_t> to_capture{};  // less than the amount
    bool additional = false;                   // beside one that bought the order
};
BOOST_DESCRIBE_STRUCT(PaymentRow, (),
                      (id, order_id, attempt, provider, status, amount, captured, refunded,
                       currency, next_action_url, refusal, give_back_reason, ask_at, created_at,
                       instrument, tax, captured_at, authorized, capture, token, payer, reference,
                       capture_asked, to_capture, additional))

Payment to_payment(const PaymentRow& row);
// What the provider knows the charge by.
std::string charge_key(const orders::OrderId& order, int attempt);
std::string charge_key(const PaymentRow& row);
Charge to_charge(const PaymentRow& row);

}  // namespace kontor::payments

namespace kontor::payments::store {

// Throws StatementError (unique_violation) where the attempt is there already.
void insert_payment(platform::Tx& tx, const PaymentRow& row);
// What is to be captured of it, and the tax in that.
void aim_capture(platform::Tx& tx, const PaymentRow& row);
// Another amount, and the tax in it, of one that waits; before is what it asked for.
void change_amount(platform::Tx& tx, const PaymentRow& row, std::int64_t before,
                   platform::Time now);
std::optional<PaymentRow> payment(platform::Reader& reader, const PaymentId& id);
std::optional<PaymentRow> payment(platform::Reader& reader, const orders::OrderId& order,
                                  int attempt);
std::optional<PaymentRow> payment_for_update(platform::Tx& tx, const PaymentId& id);
// Locks a payment that was begun; whether nothing happened to it since.
bool is_as_begun(platform::Tx& tx, const PaymentId& id);
std::vector<PaymentRow> attempts_for_update(platform::Tx& tx, const orders::OrderId& order);
std::optional<PaymentRow> payment_by_reference(platform::Reader& reader,
                                               const std::string& provider,
                                               const std::string& reference);
std::vector<PaymentRow> payments_of(platform::Reader& reader, const orders::OrderId& order);

// How a provider knows a means of payment that a customer keeps.
struct KeptMeans {
    std::string token;  // sealed
    std::string payer;
};
BOOST_DESCRIBE_STRUCT(KeptMeans, (), (token, payer))
std::optional<KeptMeans> kept_means(platform::Reader& reader, const auth::UserId& customer,
                                    const PaymentMethodId& id, const std::string& provider);
std::vector<PaymentRow> newest_of(platform::Reader& reader,
                                  const std::vector<orders::OrderId>& orders);
std::vector<PaymentRow> to_ask_about(platform::Reader& reader, platform::Time now);
// Deferred, with the transition in the history where before is another status.
void update_payment(platform::Tx& tx, const PaymentRow& row, PaymentStatus before,
                    platform::Time now);
void postpone_asking(platform::Tx& tx, const PaymentId& id, platform::Time ask_at);
std::vector<OrderMoney> moved(platform::Reader& reader, const std::optional<orders::OrderId>& after,
                              std::size_t limit);

// False when it was told before.
bool insert_webhook(platform::Tx& tx, const std::string& provider, const WebhookEvent& event,
                    platform::Time now);
struct UnhandledWebhook {
    std::string provider;
    WebhookEvent event;
    int attempts = 0;
};
BOOST_DESCRIBE_STRUCT(UnhandledWebhook, (), (provider, event, attempts))
std::vector<UnhandledWebhook> unhandled_webhooks(platform::Reader& reader, platform::Time now);
void postpone_webhook(platform::Tx& tx, const UnhandledWebhook& webhook, platform::Time handle_at);
void webhook_handled(platform::Tx& tx, const std::string& provider, const std::string& event_id,
                     platform::Time now);

}  // namespace kontor::payments::store
