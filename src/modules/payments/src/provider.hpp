#pragma once

#include "payments/module.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kontor::payments {

constexpr std::string_view bank_transfer = "bank_transfer";
constexpr std::string_view cash_on_delivery = "cash_on_delivery";
constexpr std::string_view stripe_name = "stripe";

// All that a provider may need to know of a charge, the same whenever it is asked.
struct Charge {
    std::string key;    // the same key moves money once, however often it is sent
    PaymentId payment;  // our reference
    orders::OrderId order;
    platform::Money amount;
    std::string token;  // none where it is known not to be charged, or by its reference
    CaptureMode capture = CaptureMode::at_once;
    std::string payer;      // the customer's name at the provider, if he has one
    std::string reference;  // the charge's name at the provider, once it is known
    platform::Time created_at;
    platform::Money to_capture{};  // what is taken of the amount where it is only authorised
};

// What a provider says of a charge: processing where it gave no answer (the money may have
// moved), failed where it knows of no charge under the key.
struct Report {
    PaymentStatus status = PaymentStatus::processing;
    platform::Money captured{};
    platform::Money authorized{};
    std::optional<std::string> next_action_url{};
    std::optional<std::string> refusal{};
    std::string reference{};
    std::int64_t refunded = 0;               // in all, by whomever
    std::optional<platform::Time> ask_at{};  // where it is known better than by the payment's age
    std::optional<std::string> actor{};      // who says so by hand
};

enum class RefundOutcome { settled, refused, unknown };

// A provider's message about the charge of a key, or of the provider's own reference; without
// either it is none of ours to act on.
struct WebhookEvent {
    std::string id;
    std::string type;
    std::optional<std::string> charge_key{};
    std::optional<std::string> reference{};
};
BOOST_DESCRIBE_STRUCT(WebhookEvent, (), (id, type, charge_key, reference))

// A company that moves money for us. Every call may take as long as its deadline, is made outside
// any transaction, and may be made again. Thread-safe.
class Provider {
public:
    virtual ~Provider() = default;

    // Refuses what charge() would not even try at this moment, or can never do with this token.
    virtual platform::Result<> ready(const std::string& token) const = 0;
    // A refusal is not the provider's: nothing was sent, and nothing will be.
    virtual platform::Result<Report> charge(const Charge& charge) = 0;
    // Takes what is authorised, or says what else became of it.
    virtual Report capture(const Charge& charge) = 0;
    // Gives up what is not captured, or says what else became of it.
    virtual Report cancel(const Charge& charge) = 0;
    virtual Report look_up(const Charge& charge) = 0;
    virtual RefundOutcome refund(const Charge& charge, const std::string& refund_key,
                                 const platform::Money& amount) = 0;
    // Refuses payments.bad_signature (malformed), payments.bad_webhook (malformed).
    virtual platform::Result<WebhookEvent> open_webhook(const std::string& signature,
                                                        const std::string& body) = 0;

    // How charges are made from now on.
    virtual CaptureMode capture_mode() const { return CaptureMode::at_once; }
    virtual std::optional<ProviderState> state() const { return std::nullopt; }
};

}  // namespace kontor::payments
