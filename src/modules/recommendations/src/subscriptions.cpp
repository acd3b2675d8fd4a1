#include "catalog/events.hpp"
#include "learner.hpp"
#include "orders/events.hpp"
#include "orders/order_claimed.hpp"
#include "recommendations/module.hpp"

namespace kontor::recommendations {

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               catalog::Catalog& catalog, platform::Currency currency) {
    platform::Subscription learning("recommendations.learning", database);
    learning.rest_between_turns(std::chrono::seconds(1));
    learning.on_batch<orders::OrderPlaced, orders::OrderCancelled, orders::OrderClaimed,
                      catalog::ProductCreated, catalog::ProductChanged, catalog::ProductDeleted>(
        [learner = Learner(catalog, currency)](platform::Tx& tx,
                                               std::span<const platform::Delivery> deliveries) {
            learner.handle(tx, deliveries);
        });
    dispatcher.add(std::move(learning));
}

}  // namespace kontor::recommendations
