#pragma once

#include "payments/refund_desk.hpp"
#include "platform/db/database.hpp"

namespace kontor::payments {

class RefundDeskService final : public RefundDesk {
public:
    RefundDeskService(platform::Database& database, const platform::Clock& clock)
        : database_(database), clock_(clock) {}

    std::vector<RefundRecord> list(const RefundFilter& filter) override;
    platform::Result<RefundRecord> refund(const RefundId& id) override;
    platform::Result<RefundRecord> retry(const RefundId& id) override;

private:
    platform::Database& database_;
    const platform::Clock& clock_;
};

}  // namespace kontor::payments
