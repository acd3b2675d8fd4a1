#pragma once

#include "returns/module.hpp"

namespace kontor::returns {

class Service final : public Returns {
public:
    Service(platform::Database& database, platform::EventLog& events, const platform::Clock& clock,
            const Upstream& upstream, const Config& config)
        : database_(database),
          events_(events),
          clock_(clock),
          upstream_(upstream),
          period_(config.period_days.value()),
          label_carrier_(config.label_carrier) {}

    platform::Result<Return> request(const orders::OrderId& order,
                                     const std::optional<auth::Shopper>& owner,
                                     const std::string& actor, const NewReturn& wanted) override;
    platform::Result<Return> find(const ReturnId& id) override;
    std::vector<Return> list(const ReturnFilter& filter) override;
    std::vector<Move> history(const ReturnId& id) override;
    platform::Result<Return> cancel(const ReturnId& id, const std::string& actor) override;
    platform::Result<Return> approve(const ReturnId& id, const std::string& actor) override;
    platform::Result<Return> reject(const ReturnId& id, const std::string& actor,
                                    const std::string& reason) override;
    platform::Result<Return> make_label(const ReturnId& id, const std::string& actor,
                                        const shipping::ReturnLabelWish& wish) override;
    platform::Result<Return> receive(const ReturnId& id, const std::string& actor,
                                     const Receipt& receipt) override;
    platform::Result<Return> refund(const ReturnId& id, const std::string& actor,
                                    const Settlement& settlement) override;
    std::vector<platform::Violation> check() override;

private:
    platform::Result<std::vector<Replacement>> replacement_of(const NewReturn& wanted,
                                                              platform::Currency currency);
    platform::Result<Return> settle(const ReturnId& id, const std::string& actor,
                                    const Settlement& settlement);
    // Nothing where the goods cost nothing.
    platform::Result<platform::Money> promise(const Return& settled,
                                              const orders::RefundWish& wish);
    Return settle(Return settled, const orders::RefundWish& wish, const platform::Money& paid);
    platform::Result<shipping::ReturnLabel> label_for(const Return& expected,
                                                      const shipping::ReturnLabelWish& wish);
    // The label that an approval brings with it, where the shop wants that and a carrier makes one.
    std::optional<shipping::ReturnLabel> label_of_approval(const ReturnId& id);
    // Answers the receipts that stock knows by now.
    std::vector<platform::Uuid> check_order(const orders::OrderId& order,
                                            std::vector<platform::Violation>& violations);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Upstream upstream_;
    std::chrono::days period_;
    std::string label_carrier_;
};

}  // namespace kontor::returns
