#include "cart/events.hpp"
#include "exchange.hpp"

#include <map>

namespace kontor::returns {

using platform::Delivery;
using platform::Tx;

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock) {
    platform::Subscription exchanges("returns.exchanges", database);
    exchanges
        .on_batch<cart::CartCompleted>(
            [&events, &clock](Tx& tx, std::span<const Delivery> deliveries) {
                std::map<cart::CartId, orders::OrderId> ordered;
                std::vector<cart::CartId> carts;
                for (const auto& delivery : deliveries) {
                    const auto fact = delivery.read<cart::CartCompleted>();
                    ordered.emplace(fact.cart, fact.order);
                    carts.push_back(fact.cart);
                }
                for (const auto& [id, cart] : store::awaiting_exchange(tx, carts))
                    link(tx, events, id, ordered.at(cart), {clock.now(), "system"});
            })
        // Of all that is bought hardly anything is an exchange.
        .rest_between_turns(std::chrono::seconds(1));
    dispatcher.add(std::move(exchanges));
}

}  // namespace kontor::returns
