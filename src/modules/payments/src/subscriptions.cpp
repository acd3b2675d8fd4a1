#include "orders/events.hpp"
#include "orders/order_forgotten.hpp"
#include "payments/module.hpp"
#include "refunds.hpp"
#include "settlement.hpp"
#include "shipping/events.hpp"

namespace kontor::payments {

namespace {

constexpr std::string_view job_name = "payments.work_off";
constexpr std::string_view webhooks_job = "payments.webhooks";

}  // namespace

void wake_webhooks(platform::Jobs& jobs) {
    jobs.wake(webhooks_job);
}

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               platform::EventLog& events, const platform::Clock& clock, platform::Jobs* jobs) {
    platform::Subscription subscription("payments.refunds", database,
                                        platform::Subscription::Replays::skipped);
    subscription.on<orders::OrderCancelled>(
        [settlement = Settlement(events, clock), jobs](
            platform::Tx& tx, const orders::OrderCancelled& fact, const platform::Delivery&) {
            if (fact.is_settled) return;
            settlement.give_back(tx, fact.order, fact.reason);
            if (jobs) tx.after_commit([jobs] { jobs->wake(job_name); });
        });
    subscription.on<orders::OrderOvercharged>(
        [settlement = Settlement(events, clock), jobs](
            platform::Tx& tx, const orders::OrderOvercharged& fact, const platform::Delivery&) {
            const auto promised = settlement.promise(
                tx, {fact.order, fact.excess, std::string(orders::OrderEdited::refund_reason),
                     fact.cause});
            if (promised && jobs) tx.after_commit([jobs] { jobs->wake(job_name); });
        });
    subscription.on<shipping::ShipmentShipped>(
        [settlement = Settlement(events, clock), jobs](
            platform::Tx& tx, const shipping::ShipmentShipped& fact, const platform::Delivery&) {
            if (settlement.ask_for_capture(tx, fact.order).empty() || !jobs) return;
            tx.after_commit([jobs] { jobs->wake(job_name); });
        });
    dispatcher.add(std::move(subscription));
    platform::Subscription forgotten("payments.forgotten_orders", database);
    forgotten.on<orders::OrderForgotten>(
        [](platform::Tx& tx, const orders::OrderForgotten& fact, const platform::Delivery&) {
            store::forget_reasons(tx, fact.order);
        });
    dispatcher.add(std::move(forgotten));
}

void add_jobs(platform::Jobs& jobs, Payments& payments, PaymentMethods* methods) {
    jobs.every(std::chrono::seconds(2), std::string(job_name),
               [&payments] { payments.work_off(); });
    jobs.every(std::chrono::seconds(2), std::string(webhooks_job),
               [&payments] { payments.handle_webhooks(); });
    if (methods)
        jobs.every(std::chrono::minutes(1), "payments.methods", [methods] { methods->work_off(); });
}

}  // namespace kontor::payments
