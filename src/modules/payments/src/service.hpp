#pragma once

#include "manual.hpp"
#include "payments/module.hpp"
#include "settlement.hpp"
#include "simulator.hpp"

#include <map>
#include <memory>

namespace kontor::payments {

// A payment that was begun, and what the provider said of it.
struct Unrecorded {
    PaymentRow payment;
    Report report;
};

class Service final : public Payments {
public:
    using Providers = std::map<std::string, Provider*, std::less<>>;

    // others: providers beside the simulator; they outlive the service.
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            const Config& config, Providers others = {}, const platform::Sealer* sealer = nullptr);

    platform::Result<> ready(const PaymentRequest& request) override;
    platform::Result<Payment> pay(const PaymentRequest& request) override;
    platform::Result<Charged> charge(const PaymentRequest& request) override;
    Payment record(const Charged& charged) override;
    platform::Result<std::vector<Payment>> capture(
        const orders::OrderId& order, const std::optional<std::string>& actor) override;
    platform::Result<platform::Money> aim_capture(const orders::OrderId& order,
                                                  const platform::Money& amount,
                                                  std::int64_t tax) override;
    platform::Result<Payment> mark_paid(const PaymentId& id,
                                        const std::optional<std::string>& reference,
                                        const std::string& actor) override;
    platform::Result<Payment> look_up(const PaymentId& id) override;
    void give_back(const orders::OrderId& order, const std::string& reason) override;
    platform::Result<std::vector<Refund>> refund(const RefundRequest& request) override;
    platform::Result<std::vector<Refund>> promise_refund(const RefundRequest& request) override;
    void send_refunds(const orders::OrderId& order) override;
    std::vector<Refund> refunds_of(const orders::OrderId& order) override;
    std::vector<Refund> refunds_at(const orders::OrderId& order, platform::Time at) override;
    std::vector<Payment> payments_at(const orders::OrderId& order, platform::Time at) override;
    std::vector<Payment> payments_of(const orders::OrderId& order) override;
    std::vector<Payment> payments_of(const std::vector<orders::OrderId>& orders) override;
    platform::Result<> receive_webhook(const std::string& provider, const std::string& signature,
                                       const std::string& body) override;
    platform::Result<Payment> approve_simulated(const PaymentId& id) override;
    void work_off() override;
    void handle_webhooks() override;
    std::vector<ProviderState> provider_states() override;
    std::vector<platform::Violation> check() override;
    std::vector<Difference> differences(const Period& period) override;
    std::vector<OrderMoney> moved(const std::optional<orders::OrderId>& after,
                                  std::size_t limit) override;

private:
    Provider* find_provider(const std::string& name) const;
    // What a provider is given to charge: a token, or a means of payment that the customer keeps.
    struct Means {
        std::string token;
        std::string payer;
    };
    platform::Result<Means> means_of(const PaymentRequest& request);
    PaymentRow new_row(const PaymentRequest& request, const Provider& provider,
                       const Means& means) const;
    // The row of the attempt: the one given, where this call begins it.
    platform::Result<PaymentRow> begin(const PaymentRow& wanted, bool beside_captured);
    platform::Result<PaymentRow> begin_beside_others(const PaymentRow& wanted,
                                                     bool beside_captured);
    Payment present(const PaymentRow& row) const;
    std::vector<Payment> present(const std::vector<PaymentRow>& rows) const;
    // Asks the provider, or tells it to take or give up the money where that is due.
    Payment ask(const PaymentRow& payment, const std::optional<std::string>& actor = {});
    Payment record(const PaymentId& id, const Report& report,
                   platform::Commit commit = platform::Commit::by_the_answer);
    void send(const RefundRow& refund);
    void finish(const RefundRow& refund, RefundOutcome outcome);
    void handle(const store::UnhandledWebhook& told);
    std::optional<PaymentRow> find_charged(const store::UnhandledWebhook& told);
    void take_up(const PaymentRow& payment);
    void give_up(const orders::OrderId& order);
    std::chrono::seconds next_pause(const PaymentRow& payment) const;

    platform::Database& database_;
    const platform::Clock& clock_;
    const platform::Sealer* sealer_;
    std::chrono::seconds unknown_after_;
    BankTransferConfig transfer_;
    Settlement settlement_;
    Simulator simulator_;
    Manual bank_transfer_;
    Manual cash_on_delivery_;
    std::unique_ptr<Provider> stripe_;
    Providers providers_;
};

}  // namespace kontor::payments
