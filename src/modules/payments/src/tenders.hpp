#pragma once

#include "gift_cards.hpp"
#include "payments/tenders.hpp"
#include "settlement.hpp"

namespace kontor::payments {

class TenderService final : public Tenders {
public:
    TenderService(platform::Database& database, platform::EventLog& events,
                  const platform::Clock& clock, CodeHash hash)
        : database_(database), clock_(clock), settlement_(events, clock), hash_(std::move(hash)) {}

    platform::Result<Tendered> hold(const TenderRequest& request) override;
    void capture(const orders::OrderId& order) override;
    void release(const orders::OrderId& order) override;

private:
    // What is to be spent, in its order. Refuses what hold() does.
    platform::Result<std::vector<StoredValueRow>> purses(platform::Tx& tx,
                                                         const TenderRequest& request) const;
    void debit(platform::Tx& tx, const TenderRequest& request, const StoredValueRow& purse,
               const Tendered& part) const;
    template <class Settle>
    void settle(const orders::OrderId& order, const Settle& settle);

    platform::Database& database_;
    const platform::Clock& clock_;
    Settlement settlement_;
    CodeHash hash_;
};

}  // namespace kontor::payments
