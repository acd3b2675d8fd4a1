#include "expected_back.hpp"
#include "handling.hpp"
#include "orders/events.hpp"
#include "return_labels.hpp"
#include "returns/events.hpp"
#include "shipping/module.hpp"
#include "store.hpp"

namespace kontor::shipping {

using platform::Delivery;
using platform::Tx;

namespace {

std::vector<ShippedItem> to_be_shipped(const std::vector<orders::OrderedItem>& ordered) {
    std::vector<ShippedItem> items;
    for (const auto& item : ordered) items.push_back({item.item, item.variant, item.quantity});
    return items;
}

// Staff may have been faster, and an order may be released and paid: it has its consignment then.
template <class Fact>
auto prepare(const platform::Clock& clock) {
    return [&clock](Tx& tx, const Fact& fact, const Delivery&) {
        store::insert_pending(
            tx, {fact.order, fact.checkout, to_be_shipped(fact.items), fact.address}, clock.now());
    };
}

template <class Fact>
void close_labels(platform::Subscription& subscription) {
    subscription.on<Fact>(
        [](Tx& tx, const Fact& fact, const Delivery&) { close_label(tx, fact.return_id.uuid()); });
}

template <class Item>
std::vector<ShippedItem> returned(const std::vector<Item>& items) {
    std::vector<ShippedItem> back;
    for (const auto& item : items) back.push_back({item.item, item.variant, item.quantity});
    return back;
}

template <class Fact>
void expect_no_more(platform::Subscription& subscription) {
    subscription.on<Fact>([](Tx& tx, const Fact& fact, const Delivery&) {
        store::expect_no_more(tx, fact.return_id.uuid());
    });
}

// A return has said so itself, unless it is of before returns did.
void follow_returns(platform::Dispatcher& dispatcher, platform::Database& database) {
    platform::Subscription expected("shipping.expected_back", database,
                                    platform::Subscription::Replays::skipped);
    expected
        .on<returns::ReturnRequested>(
            [](Tx& tx, const returns::ReturnRequested& fact, const Delivery&) {
                store::expect_back(tx, fact.return_id.uuid(), fact.order, returned(fact.items));
            })
        .on<returns::ReturnReceived>(
            [](Tx& tx, const returns::ReturnReceived& fact, const Delivery&) {
                store::count_back(tx, fact.return_id.uuid(), returned(fact.items));
            });
    expect_no_more<returns::ReturnRejected>(expected);
    expect_no_more<returns::ReturnCancelled>(expected);
    expect_no_more<returns::ReturnRefunded>(expected);
    dispatcher.add(std::move(expected));
}

}  // namespace

// Shipments have the time at which they came to be here: until then no answer shows them.
void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock) {
    platform::Subscription subscription("shipping.shipments", database);
    subscription.rest_between_turns(std::chrono::milliseconds(50));
    subscription.on<orders::OrderPaid>(prepare<orders::OrderPaid>(clock))
        .on<orders::OrderReleased>(prepare<orders::OrderReleased>(clock))
        .on<orders::OrderEdited>(
            [&events, &clock](Tx& tx, const orders::OrderEdited& fact, const Delivery&) {
                Handling(tx, events, clock.now(), "system")
                    .follow({fact.order, fact.checkout, to_be_shipped(fact.ordered), fact.address});
            })
        .on<orders::OrderCancelled>(
            [&clock](Tx& tx, const orders::OrderCancelled& fact, const Delivery&) {
                if (store::lock_consignment(tx, fact.order))
                    store::call_off(tx, fact.order, clock.now());
            });
    dispatcher.add(std::move(subscription));

    platform::Subscription returns("shipping.returns", database);
    close_labels<returns::ReturnRejected>(returns);
    close_labels<returns::ReturnCancelled>(returns);
    close_labels<returns::ReturnRefunded>(returns);
    dispatcher.add(std::move(returns));
    follow_returns(dispatcher, database);
}

}  // namespace kontor::shipping
