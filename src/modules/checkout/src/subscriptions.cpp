#include "cart/events.hpp"
#include "checkout/module.hpp"
#include "orders/order_claimed.hpp"
#include "payments/events.hpp"
#include "store.hpp"

namespace kontor::checkout {

using platform::Tx;

namespace {

constexpr auto sweeping = "checkout.sweep";

orders::OrderId order_of(const platform::Delivery& delivery) {
    if (delivery.name == payments::PaymentCaptured::name)
        return delivery.read<payments::PaymentCaptured>().order;
    if (delivery.name == payments::PaymentAuthorized::name)
        return delivery.read<payments::PaymentAuthorized>().order;
    return delivery.read<payments::PaymentDeclined>().order;
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::Jobs& jobs) {
    platform::Subscription subscription("checkout.payments", database);
    subscription.rest_between_turns(std::chrono::milliseconds(50));
    subscription.on_batch<payments::PaymentAuthorized, payments::PaymentCaptured,
                          payments::PaymentDeclined>(
        [&jobs](Tx& tx, std::span<const platform::Delivery> deliveries) {
            std::vector<orders::OrderId> orders;
            for (const auto& delivery : deliveries) orders.push_back(order_of(delivery));
            if (store::note(tx, orders) > 0) tx.after_commit([&jobs] { jobs.wake(sweeping); });
        });
    dispatcher.add(std::move(subscription));

    platform::Subscription merges("checkout.carts", database);
    merges.on<cart::CartMerged>(
        [&jobs](Tx& tx, const cart::CartMerged& fact, const platform::Delivery&) {
            if (store::end_of_merged(tx, fact.cart) > 0)
                tx.after_commit([&jobs] { jobs.wake(sweeping); });
        });
    dispatcher.add(std::move(merges));

    platform::Subscription claims("checkout.claims", database);
    claims.on<orders::OrderClaimed>(
        [](Tx& tx, const orders::OrderClaimed& fact, const platform::Delivery&) {
            store::hand_over(tx, fact.order, fact.customer);
        });
    dispatcher.add(std::move(claims));
}

void add_jobs(platform::Jobs& jobs, Checkout& checkout) {
    jobs.every(std::chrono::seconds(5), sweeping, [&checkout] { checkout.sweep(); });
}

}  // namespace kontor::checkout
