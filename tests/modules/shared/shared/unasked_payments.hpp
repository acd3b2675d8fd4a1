#pragma once

#include "payments/payments.hpp"

#include <stdexcept>

namespace kontor::test {

// Payments of which only a few things are asked: those that a test overrides.
class UnaskedPayments : public payments::Payments {
public:
    platform::Result<> ready(const payments::PaymentRequest&) override { refuse(); }
    platform::Result<payments::Payment> pay(const payments::PaymentRequest&) override { refuse(); }
    platform::Result<payments::Charged> charge(const payments::PaymentRequest&) override {
        refuse();
    }
    payments::Payment record(const payments::Charged&) override { refuse(); }
    platform::Result<std::vector<payments::Payment>> capture(
        const orders::OrderId&, const std::optional<std::string>&) override {
        refuse();
    }
    platform::Result<platform::Money> aim_capture(const orders::OrderId&, const platform::Money&,
                                                  std::int64_t) override {
        refuse();
    }
    platform::Result<payments::Payment> mark_paid(const payments::PaymentId&,
                                                  const std::optional<std::string>&,
                                                  const std::string&) override {
        refuse();
    }
    platform::Result<payments::Payment> look_up(const payments::PaymentId&) override { refuse(); }
    void give_back(const orders::OrderId&, const std::string&) override { refuse(); }
    platform::Result<std::vector<payments::Refund>> refund(
        const payments::RefundRequest&) override {
        refuse();
    }
    platform::Result<std::vector<payments::Refund>> promise_refund(
        const payments::RefundRequest&) override {
        refuse();
    }
    void send_refunds(const orders::OrderId&) override { refuse(); }
    std::vector<payments::Refund> refunds_of(const orders::OrderId&) override { refuse(); }
    std::vector<payments::Payment> payments_at(const orders::OrderId&, platform::Time) override {
        refuse();
    }
    std::vector<payments::Refund> refunds_at(const orders::OrderId&, platform::Time) override {
        refuse();
    }
    std::vector<payments::Payment> payments_of(const orders::OrderId&) override { refuse(); }
    std::vector<payments::Payment> payments_of(const std::vector<orders::OrderId>&) override {
        refuse();
    }
    platform::Result<> receive_webhook(const std::string&, const std::string&,
                                       const std::string&) override {
        refuse();
    }
    platform::Result<payments::Payment> approve_simulated(const payments::PaymentId&) override {
        refuse();
    }
    void work_off() override { refuse(); }
    void handle_webhooks() override { refuse(); }
    std::vector<payments::ProviderState> provider_states() override { refuse(); }
    std::vector<platform::Violation> check() override { refuse(); }
    std::vector<payments::Difference> differences(const payments::Period&) override { refuse(); }
    std::vector<payments::OrderMoney> moved(const std::optional<orders::OrderId>&,
                                            std::size_t) override {
        refuse();
    }

private:
    [[noreturn]] static void refuse() {
        throw std::logic_error("payments are not asked this here");
    }
};

}  // namespace kontor::test
