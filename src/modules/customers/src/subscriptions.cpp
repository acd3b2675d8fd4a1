#include "customers/erasure_events.hpp"
#include "customers/personal_module.hpp"
#include "orders/events.hpp"
#include "orders/order_claimed.hpp"
#include "payments/events.hpp"
#include "payments/tender_events.hpp"
#include "records_store.hpp"
#include "returns/events.hpp"

namespace kontor::customers {

using platform::Delivery;
using platform::Tx;

namespace {

// What a run of facts tells, written with three statements.
class Purchases {
public:
    void note(const Delivery& delivery) {
        if (delivery.name == orders::OrderPlaced::name) {
            const auto fact = delivery.read<orders::OrderPlaced>();
            auto& order = orders_[fact.order];
            if (fact.customer) order.customer = fact.customer;
            order.currency = fact.total.currency;
            order.placed_at = delivery.at;
        } else if (delivery.name == orders::OrderClaimed::name) {
            const auto fact = delivery.read<orders::OrderClaimed>();
            orders_[fact.order].customer = fact.customer;
        } else if (delivery.name == orders::OrderCancelled::name) {
            const auto fact = delivery.read<orders::OrderCancelled>();
            if (fact.was_placed) orders_[fact.order].cancelled = true;
        } else if (delivery.name == payments::PaymentCaptured::name) {
            const auto fact = delivery.read<payments::PaymentCaptured>();
            money_.push_back({delivery.event, fact.order, fact.amount});
        } else if (delivery.name == payments::TenderCaptured::name) {
            const auto fact = delivery.read<payments::TenderCaptured>();
            money_.push_back({delivery.event, fact.order, fact.amount});
        } else if (delivery.name == payments::PaymentRefunded::name) {
            const auto fact = delivery.read<payments::PaymentRefunded>();
            money_.push_back(
                {delivery.event, fact.order, {-fact.amount.amount, fact.amount.currency}});
        } else {
            const auto fact = delivery.read<returns::ReturnRequested>();
            returns_.push_back({fact.return_id.uuid(), fact.order});
        }
    }

    void keep(Tx& tx) const {
        store::note(tx, orders_);
        store::note(tx, money_);
        store::note(tx, returns_);
    }

private:
    std::map<orders::OrderId, store::ToldOrder> orders_;
    std::vector<store::ToldMoney> money_;
    std::vector<store::ToldReturn> returns_;
};

constexpr auto forgetting = "customers.forget_again";

}  // namespace

void add_jobs(platform::Jobs& jobs, Privacy& privacy) {
    jobs.every(std::chrono::minutes(1), forgetting, [&privacy] { privacy.forget_again(); });
}

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::Jobs& jobs) {
    platform::Subscription erasures("customers.erasures", database);
    erasures.on<CustomerErased>([&jobs](Tx& tx, const CustomerErased&, const Delivery&) {
        tx.after_commit([&jobs] { jobs.wake(forgetting); });
    });
    dispatcher.add(std::move(erasures));
    platform::Subscription purchases("customers.purchases", database);
    purchases.rest_between_turns(std::chrono::seconds(1));
    purchases.on_batch<orders::OrderPlaced, orders::OrderClaimed, orders::OrderCancelled,
                       payments::PaymentCaptured, payments::TenderCaptured,
                       payments::PaymentRefunded, returns::ReturnRequested>(
        [](Tx& tx, std::span<const Delivery> deliveries) {
            Purchases told;
            for (const auto& delivery : deliveries) told.note(delivery);
            told.keep(tx);
        });
    dispatcher.add(std::move(purchases));
}

}  // namespace kontor::customers
