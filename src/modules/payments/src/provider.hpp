#pragma once

#include "payments/payments.hpp"

#include <optional>
#include <string>

namespace kontor::payments {

struct Charge {
    std::string key;    // the same key moves money once, however often it is sent
    PaymentId payment;  // our reference
    platform::Money amount;
    std::string token;
};

// What a provider says of a charge: processing where it gave no answer (the money may have
// moved), failed where it knows of no charge under the key.
struct Report {
    PaymentStatus status = PaymentStatus::processing;
    platform::Money captured{};
    std::optional<std::string> next_action_url{};
    std::optional<std::string> refusal{};
};

enum class RefundOutcome { settled, refused, unknown };

// A provider's message about the charge of a key; without a key it is none of ours to act on.
struct WebhookEvent {
    std::string id;
    std::string type;
    std::optional<std::string> charge_key;
};
BOOST_DESCRIBE_STRUCT(WebhookEvent, (), (id, type, charge_key))

// A company that moves money for us. Every call may take as long as its deadline and is made
// outside any transaction. Thread-safe.
class Provider {
public:
    virtual ~Provider() = default;

    virtual Report charge(const Charge& charge) = 0;
    virtual Report look_up(const std::string& charge_key) = 0;
    virtual RefundOutcome refund(const std::string& charge_key, const std::string& refund_key,
                                 const platform::Money& amount) = 0;
    // Refuses payments.bad_signature (malformed), payments.bad_webhook (malformed).
    virtual platform::Result<WebhookEvent> open_webhook(const std::string& signature,
                                                        const std::string& body) = 0;
};

}  // namespace kontor::payments
