#pragma once

#include "books.hpp"
#include "signature.hpp"
#include "stripe_double.hpp"

namespace kontor::test {

// A shop that is paid through a company that speaks Stripe's API.
struct StripeShop : Books {
    explicit StripeShop(payments::CaptureMode capture = payments::CaptureMode::at_once)
        : StripeShop(std::make_unique<StripeDouble>(StripeDoubleOptions{}), capture) {}

    StripeShop(std::unique_ptr<StripeDouble> given, payments::CaptureMode capture)
        : Books(config_for(given->url(), capture)), stripe(std::move(given)) {}

    static payments::Config config_for(const std::string& url, payments::CaptureMode capture) {
        payments::Config config;
        config.stripe.secret_key = "sk_test_double";
        config.stripe.webhook_secret = "whsec_double";
        config.stripe.return_url = "https://shop.example/paid";
        config.stripe.url = url;
        config.stripe.capture = capture;
        config.stripe.deadline_ms = *decltype(config.stripe.deadline_ms)::accept(150);
        return config;
    }

    payments::PaymentRequest by_stripe(const std::string& token) const {
        auto wanted = request(token);
        wanted.provider = "stripe";
        return wanted;
    }
    payments::Payment pay_by_stripe(const std::string& token) {
        return payments->pay(by_stripe(token)).value();
    }
    payments::Payment now(const payments::Payment& payment) {
        return payments->payments_of(payment.order).front();
    }
    void tell(const std::string& body) {
        payments
            ->receive_webhook("stripe", payments::sign_webhook("whsec_double", clock.now(), body),
                              body)
            .value();
    }
    // Everything that was announced, as if it had just come.
    void tell_everything() {
        for (const auto& webhook : stripe->take_webhooks()) tell(webhook.body);
        payments->handle_webhooks();
    }
    std::vector<std::string> deeds_about(const payments::Payment& payment) {
        std::vector<std::string> deeds;
        for (const auto& entry : stripe->books().entries())
            if (entry.charge.starts_with(payment.order.text())) deeds.push_back(entry.deed);
        return deeds;
    }
    std::string intent_of(const payments::Payment& payment) {
        for (const auto& entry : stripe->books().entries())
            if (entry.charge.starts_with(payment.order.text())) return entry.intent;
        return "";
    }

    std::unique_ptr<StripeDouble> stripe;
};

}  // namespace kontor::test
