#pragma once

#include "moving.hpp"
#include "returns/module.hpp"
#include "store.hpp"

namespace kontor::returns {

// The order is the return's exchange, unless another is.
Return link(platform::Tx& tx, platform::EventLog& events, const ReturnId& id,
            const orders::OrderId& order, const Cause& cause);

class ExchangeService final : public Exchanges {
public:
    ExchangeService(platform::Database& database, platform::EventLog& events,
                    const platform::Clock& clock, const Shop& shop)
        : database_(database), events_(events), clock_(clock), shop_(shop) {}

    platform::Result<Exchanged> order(const ReturnId& id, const std::string& actor,
                                      const ExchangeTerms& terms) override;

private:
    // Filled with what is wanted; the same whenever it is asked for.
    platform::Result<cart::CartId> cart_of(const Return& made);
    platform::Result<checkout::Outcome> buy(const auth::Shopper& shopper,
                                            const checkout::Purchase& purchase,
                                            const orders::Order& order);
    Return keep(const ReturnId& id, const std::string& actor, const orders::OrderId& order);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    Shop shop_;
};

}  // namespace kontor::returns
