#pragma once

#include "orders/claims.hpp"
#include "orders/module.hpp"
#include "store.hpp"

namespace kontor::orders {

class Claiming final : public Claims {
public:
    Claiming(platform::Database& database, platform::EventLog& events, const platform::Clock& clock)
        : database_(database), events_(events), clock_(clock) {}

    platform::Result<Order> claim(const OrderId& id, const auth::Shopper& shopper) override;
    std::size_t claim_all(const auth::UserId& customer,
                          const platform::EmailAddress& email) override;

private:
    void hand_over(platform::Tx& tx, const store::OrderRow& row, const auth::UserId& customer);

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
};

}  // namespace kontor::orders
