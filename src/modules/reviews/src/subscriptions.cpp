#include "acceptance.hpp"
#include "catalog/events.hpp"
#include "changes.hpp"
#include "orders/events.hpp"
#include "purchases.hpp"
#include "shipping/events.hpp"

namespace kontor::reviews {

using platform::Delivery;
using platform::Tx;

namespace {

// A review may have been there before the parcel: it becomes verified, and the rule may take it.
void verify(Tx& tx, platform::EventLog& events, const platform::Clock& clock,
            const Acceptance& acceptance, const std::vector<store::Purchase>& purchases) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(clock.now());
    for (const auto& before : store::reviews_for_update(tx, purchases)) {
        auto review = before;
        std::vector<Move> moves;
        if (review.status == Status::unread && acceptance.takes(review)) {
            moves.push_back(accept_by_rule(review, now));
            store::update(tx, review);
        }
        record(tx, events, before, review, moves);
    }
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock, const Config& config) {
    platform::Subscription purchases("reviews.purchases", database);
    purchases.rest_between_turns(std::chrono::seconds(1));
    purchases.on_batch<orders::OrderPlaced, shipping::ShipmentDelivered>(
        [&events, &clock, acceptance = Acceptance(config)](Tx& tx,
                                                           std::span<const Delivery> deliveries) {
            BoughtItems items;
            for (const auto& delivery : deliveries) {
                if (delivery.name == orders::OrderPlaced::name)
                    items.note(delivery.read<orders::OrderPlaced>());
                else
                    items.note(delivery.read<shipping::ShipmentDelivered>());
            }
            const auto purchased = items.keep(tx);
            if (!purchased.empty()) verify(tx, events, clock, acceptance, purchased);
        });
    purchases.on<catalog::ProductDeleted>(
        [](Tx& tx, const catalog::ProductDeleted& fact, const Delivery&) {
            store::mark_erased(tx, fact.product);
        });
    dispatcher.add(std::move(purchases));
}

}  // namespace kontor::reviews
