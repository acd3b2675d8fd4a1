#include "cart/module.hpp"
#include "catalog/events.hpp"
#include "store.hpp"

namespace kontor::cart {

using platform::Delivery;
using platform::Tx;

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database) {
    platform::Subscription offers("cart.offers", database);
    offers.on<catalog::PriceChanged>(
        [](Tx& tx, const catalog::PriceChanged& fact, const Delivery&) {
            store::note_price(tx, fact.variant, fact.after);
        });
    offers.on<catalog::ProductDeleted>(
        [](Tx& tx, const catalog::ProductDeleted& fact, const Delivery&) {
            store::note_withdrawal(tx, fact.product);
        });
    dispatcher.add(std::move(offers));
}

}  // namespace kontor::cart
