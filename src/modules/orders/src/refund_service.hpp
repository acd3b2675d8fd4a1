#pragma once

#include "orders/refunds.hpp"
#include "refund_store.hpp"
#include "store.hpp"

namespace kontor::orders {

class RefundService final : public Refunds {
public:
    RefundService(platform::Database& database, const platform::Clock& clock,
                  payments::Payments& payments)
        : database_(database), clock_(clock), payments_(payments) {}

    platform::Result<OrderRefund> refund(const OrderId& order, const RefundWish& wish) override;
    platform::Result<OrderRefund> promise_refund(const OrderId& order,
                                                 const RefundWish& wish) override;
    platform::Result<platform::Money> quote_refund(const OrderId& order,
                                                   const RefundWish& wish) override;
    std::vector<OrderRefund> refunds_of(const OrderId& order,
                                        std::optional<platform::Time> at) override;
    std::vector<OrderRefund> standing_refunds_of(const OrderId& order) override;

private:
    // Keeps what goes back of which goods; nothing new where the cause is known. Answers what
    // payments is to be asked for.
    platform::Result<payments::RefundRequest> keep(platform::Tx& tx, const OrderId& order,
                                                   const RefundWish& wish) const;
    platform::Result<OrderRefund> find(const OrderId& order, const platform::Uuid& cause);

    platform::Database& database_;
    const platform::Clock& clock_;
    payments::Payments& payments_;
};

}  // namespace kontor::orders
