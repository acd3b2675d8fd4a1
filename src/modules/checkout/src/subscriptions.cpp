#include "checkout/module.hpp"
#include "payments/events.hpp"
#include "store.hpp"

namespace kontor::checkout {

using platform::Tx;

namespace {

constexpr auto sweeping = "checkout.sweep";

template <class Fact>
orders::OrderId order_of(const platform::Delivery& delivery) {
    return delivery.read<Fact>().order;
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::Jobs& jobs) {
    platform::Subscription subscription("checkout.payments", database);
    subscription.on_batch<payments::PaymentCaptured, payments::PaymentDeclined>(
        [&jobs](Tx& tx, std::span<const platform::Delivery> deliveries) {
            std::vector<orders::OrderId> orders;
            for (const auto& delivery : deliveries)
                orders.push_back(delivery.name == payments::PaymentCaptured::name
                                     ? order_of<payments::PaymentCaptured>(delivery)
                                     : order_of<payments::PaymentDeclined>(delivery));
            if (store::note(tx, orders) > 0) tx.after_commit([&jobs] { jobs.wake(sweeping); });
        });
    dispatcher.add(std::move(subscription));
}

void add_jobs(platform::Jobs& jobs, Checkout& checkout) {
    jobs.every(std::chrono::seconds(5), sweeping, [&checkout] { checkout.sweep(); });
}

}  // namespace kontor::checkout
