#pragma once

#include "orders/module.hpp"

namespace kontor::orders {

// Refunds that a provider refused, sent once more.
class RefundRetrying {
public:
    RefundRetrying(platform::Database& database, const platform::Clock& clock,
                   payments::Payments& payments, payments::RefundDesk& desk)
        : database_(database), clock_(clock), payments_(payments), desk_(desk) {}

    // Refuses what payments::RefundDesk::retry() does, and orders.refund_exceeds_order (conflict):
    // its goods were refunded in another way since.
    platform::Result<payments::RefundRecord> retry(const payments::RefundId& id,
                                                   const std::string& actor);

private:
    // The goods of the request count as refunded again.
    platform::Result<> readmit(platform::Tx& tx, const payments::RefundRecord& refund,
                               const std::string& actor) const;

    platform::Database& database_;
    const platform::Clock& clock_;
    payments::Payments& payments_;
    payments::RefundDesk& desk_;
};

}  // namespace kontor::orders
