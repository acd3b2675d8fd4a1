#pragma once

#include "customers/records.hpp"
#include "platform/db/database.hpp"

#include <map>

namespace kontor::customers::store {

struct Figures {
    auth::UserId customer;
    platform::Currency currency;
    std::int64_t orders = 0;
    std::int64_t returns = 0;
    std::int64_t paid = 0;
    std::int64_t refunded = 0;
    platform::Time last_order_at;
};
BOOST_DESCRIBE_STRUCT(Figures, (),
                      (customer, currency, orders, returns, paid, refunded, last_order_at))

// A row of each currency that the customer ordered in, by customer and currency.
std::vector<Figures> figures(platform::Reader& reader, const std::vector<auth::UserId>& customers);
std::vector<PurchaseMoney> money_after(platform::Reader& reader,
                                       const std::optional<orders::OrderId>& after,
                                       std::size_t limit);

// What facts tell of an order; what one does not tell is left as it is.
struct ToldOrder {
    std::optional<auth::UserId> customer;
    std::optional<platform::Currency> currency;
    std::optional<platform::Time> placed_at;
    bool cancelled = false;
};
struct ToldMoney {
    platform::Uuid event;
    orders::OrderId order;
    platform::Money amount;  // negative: given back
};
struct ToldReturn {
    platform::Uuid return_id;
    orders::OrderId order;
};
// All deferred; told once more: no change.
void note(platform::Tx& tx, const std::map<orders::OrderId, ToldOrder>& told);
void note(platform::Tx& tx, const std::vector<ToldMoney>& told);
void note(platform::Tx& tx, const std::vector<ToldReturn>& told);
// So that what was told and what was before it are what is known.
void balance(platform::Tx& tx, const std::vector<KnownPurchase>& known);

}  // namespace kontor::customers::store
