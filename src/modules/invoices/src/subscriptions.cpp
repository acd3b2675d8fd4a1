#include "clerk.hpp"
#include "orders/events.hpp"
#include "payments/events.hpp"
#include "shipping/events.hpp"

namespace kontor::invoices {

using platform::Delivery;
using platform::Tx;

namespace {

orders::OrderId order_of(const Delivery& delivery) {
    return delivery.name == orders::OrderPaid::name
               ? delivery.read<orders::OrderPaid>().order
               : delivery.read<shipping::ShipmentShipped>().order;
}

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               const platform::Clock& clock, const Files& files, const Config& config) {
    const auto clerk = std::make_shared<const Clerk>(clock, files, config);
    platform::Subscription subscription("invoices.documents", database);
    subscription
        .on_batch<orders::OrderPaid, shipping::ShipmentShipped>(
            [clerk](Tx& tx, std::span<const Delivery> deliveries) {
                std::vector<orders::OrderId> due;
                for (const auto& delivery : deliveries) due.push_back(order_of(delivery));
                clerk->invoice(tx, due);
            })
        .on<orders::OrderEdited>(
            [clerk](Tx& tx, const orders::OrderEdited& fact, const Delivery& delivery) {
                clerk->correct(tx, fact.order, delivery.event);
            })
        .on<orders::OrderCancelled>(
            [clerk](Tx& tx, const orders::OrderCancelled& fact, const Delivery&) {
                if (!fact.is_settled) clerk->take_back(tx, fact.order, fact.reason);
            })
        .on<payments::PaymentRefunded>(
            [clerk](Tx& tx, const payments::PaymentRefunded& fact, const Delivery&) {
                // The invoice was taken back as a whole already.
                if (fact.reason != orders::OrderEdited::refund_reason) clerk->credit(tx, fact);
            })
        // Whole batches take their numbers at once; nobody waits for the paper.
        .rest_between_turns(std::chrono::seconds(1));
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::invoices
