// A payment company that speaks Stripe's HTTP API on 127.0.0.1, for tests and for those who break
// things on purpose. It keeps append-only books of its own, knows idempotency keys as Stripe
// documents them (the first answer under a key is the answer, a 500 too; another request under it
// is refused; a second one while the first is under way gets 409), signs webhooks as Stripe does
// and sends them again until they are taken.
//
// As a process of its own: kontor_stripe_double --port 0 --books FILE --webhooks URL. It prints one
// line with its address, and ends with SIGTERM. What it does is then told by requests:
//
//   POST /double/faults        fault=answer_lost&times=3&path=/v1/payment_intents
//        The next so many POSTs whose path begins so suffer it; times=0 ends it. The faults:
//        answer_lost, error_after, hang_after   done, then: connection closed, 500, silence
//        reset, error_before, hang_before       not done, likewise
//        unavailable                            not done, 503
//   POST /double/webhooks      url=…&order=permuted&copies=2&delay_ms=500&early=true&enabled=true
//        early: before the answer to the request that caused it.
//   POST /double/authenticate/{intent}   agrees=true     the customer at the bank
//   GET  /double/books                   {"entries": [{deed, intent, charge, amount}]}
//
// A fault can also be in the token: pm_answer_lost, pm_error_after, ... A token with "declined" or
// "requires_action" in it is; every other one is good.
#pragma once

#include "stripe_books.hpp"

#include <chrono>
#include <memory>

namespace kontor::test {

struct StripeDoubleOptions {
    std::uint16_t port = 0;  // 0: any free one
    std::string secret_key = "sk_test_double";
    std::string webhook_secret = "whsec_double";
    std::string webhook_url{};      // empty: messages are kept for take_webhooks()
    std::filesystem::path books{};  // empty: in memory only
};

struct SignedWebhook {
    std::string signature;
    std::string body;
};

class StripeDouble {
public:
    explicit StripeDouble(StripeDoubleOptions options);
    ~StripeDouble();  // at once, whatever is under way
    StripeDouble(const StripeDouble&) = delete;

    std::string url() const;
    StripeBooks& books();

    // The next so many POSTs whose path begins so.
    void suffer(const std::string& fault, int times, const std::string& path = "/v1/");
    // What was announced since the last time, in order, signed now.
    std::vector<SignedWebhook> take_webhooks();
    std::int64_t requests() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::test
