#include "returned_goods.hpp"

#include "returns/events.hpp"
#include "store.hpp"

#include <map>

namespace kontor::orders {

using platform::Delivery;
using platform::Subscription;
using platform::Tx;

namespace {

using Detail = std::optional<std::string>;

Detail nothing(const auto&) {
    return std::nullopt;
}

Detail pieces(const auto& fact) {
    std::int64_t sum = 0;
    for (const auto& item : fact.items) sum += item.quantity;
    return std::to_string(sum) + (sum == 1 ? " piece" : " pieces");
}

void count(Tx& tx, const returns::ReturnReceived& fact) {
    std::map<OrderItemId, std::int64_t> received;
    for (const auto& item : fact.items) received[item.item] += item.quantity;
    std::vector<OrderItemId> items;
    std::vector<std::int64_t> quantities;
    for (const auto& [item, quantity] : received) {
        items.push_back(item);
        quantities.push_back(quantity);
    }
    store::add_returned(tx, items, quantities);
}

template <class Fact>
void follow(Subscription& subscription, const platform::Clock& clock, const std::string& event,
            Detail (*detail)(const Fact&)) {
    subscription.on<Fact>([&clock, event, detail](Tx& tx, const Fact& fact, const Delivery&) {
        const auto row = store::select_for_update(tx, fact.order);
        if (!row) return;
        if constexpr (std::is_same_v<Fact, returns::ReturnReceived>) count(tx, fact);
        store::append(
            tx, {store::entry(row->order, row->order.status, fact.actor, event, detail(fact))},
            clock.now());
    });
}

}  // namespace

void follow_returns(Subscription& subscription, const platform::Clock& clock) {
    using namespace returns;
    follow<ReturnRequested>(subscription, clock, "return_requested", pieces);
    follow<ReturnApproved>(subscription, clock, "return_approved", nothing);
    follow<ReturnRejected>(subscription, clock, "return_rejected",
                           [](const ReturnRejected& fact) -> Detail { return fact.reason; });
    follow<ReturnCancelled>(subscription, clock, "return_cancelled", nothing);
    follow<ReturnReceived>(subscription, clock, "return_received", pieces);
    follow<ReturnRefunded>(
        subscription, clock, "return_refunded",
        [](const ReturnRefunded& fact) -> Detail { return platform::to_text(fact.amount); });
    follow<ExchangeOrdered>(
        subscription, clock, "exchange_ordered",
        [](const ExchangeOrdered& fact) -> Detail { return fact.replacement.text(); });
}

}  // namespace kontor::orders
