#pragma once

#include "payments/module.hpp"
#include "settlement.hpp"
#include "simulator.hpp"

#include <map>
#include <memory>

namespace kontor::payments {

class Service final : public Payments {
public:
    using Providers = std::map<std::string, Provider*, std::less<>>;

    // others: providers beside the simulator; they outlive the service.
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            const Config& config, Providers others = {});

    platform::Result<Payment> pay(const PaymentRequest& request) override;
    platform::Result<Payment> look_up(const PaymentId& id) override;
    void give_back(const orders::OrderId& order, const std::string& reason) override;
    std::vector<Payment> payments_of(const orders::OrderId& order) override;
    std::vector<Payment> payments_of(const std::vector<orders::OrderId>& orders) override;
    platform::Result<> receive_webhook(const std::string& provider, const std::string& signature,
                                       const std::string& body) override;
    platform::Result<Payment> approve_simulated(const PaymentId& id) override;
    void work_off() override;
    std::vector<platform::Violation> check() override;
    std::vector<OrderMoney> moved(const std::optional<orders::OrderId>& after,
                                  std::size_t limit) override;

private:
    Provider* find_provider(const std::string& name) const;
    platform::Result<PaymentRow> begin(const PaymentRequest& request);
    platform::Result<PaymentRow> begin_beside_others(const PaymentRow& wanted);
    Payment ask(const PaymentRow& payment);
    Payment record(const PaymentId& id, const Report& report,
                   platform::Commit commit = platform::Commit::by_the_answer);
    void send(const RefundRow& refund);
    void finish(const RefundRow& refund, RefundOutcome outcome);
    void handle(Provider& provider, const std::string& provider_name, const WebhookEvent& event);
    std::optional<PaymentRow> find_charged(const std::string& charge_key);
    std::chrono::seconds next_pause(const PaymentRow& payment) const;

    platform::Database& database_;
    const platform::Clock& clock_;
    std::chrono::seconds unknown_after_;
    Settlement settlement_;
    Simulator simulator_;
    Providers providers_;
};

}  // namespace kontor::payments
