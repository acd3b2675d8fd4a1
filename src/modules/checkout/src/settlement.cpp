#include "basket.hpp"
#include "platform/telemetry/log.hpp"
#include "service.hpp"
#include "states.hpp"

namespace kontor::checkout {

using payments::PaymentStatus;
using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

bool is_over(orders::Status status) {
    return status == orders::Status::cancelled || status == orders::Status::expired;
}

bool under_way(CheckoutStatus status) {
    return status == CheckoutStatus::completing || status == CheckoutStatus::requires_action ||
           status == CheckoutStatus::processing;
}

const payments::Payment* decisive(const std::vector<payments::Payment>& payments) {
    for (const auto& payment : payments)
        if (payment.status == PaymentStatus::captured) return &payment;
    return payments.empty() ? nullptr : &payments.back();
}

}  // namespace

// The purchase is binding. Stock is made sure of before the order is announced as placed, so that
// an order that cannot be fulfilled is never confirmed to anybody.
Result<orders::Order> Service::finish(store::Row row, const Backing& backing,
                                      const orders::Order& pending) {
    const auto holder = row.id.uuid();
    const auto goods = goods_of(pending);
    if (const auto allocated =
            stations_.inventory.allocate(holder, goods.quantities, goods.country);
        !allocated) {
        give_back(std::move(row), backing, "stock_unavailable");
        return allocated.error();
    }
    const auto place = [&]() -> Result<orders::Order> {
        const auto funding = fund(row, backing);
        if (!funding) return funding.error();
        auto placed = stations_.orders.place(pending, row.buyer(), *funding);
        if (!placed) return placed.error();
        if (row.tendered > 0) stations_.tenders.capture(*row.order_id);
        stations_.cart.complete(row.cart, holder, *row.order_id);
        auto completed = row;
        enter(completed.status, CheckoutStatus::completed).value();
        completed.claimed_until.reset();
        save(completed);
        return placed;
    };
    // Nearly always nobody else has touched any of it.
    const auto order =
        database_.together(place, platform::Commit::by_the_answer, platform::Checks::at_the_end);
    if (!order) {
        stations_.inventory.deallocate(holder);
        give_back(std::move(row), backing, "order_not_placed");
    }
    return order;
}

Result<orders::Funding> Service::fund(const store::Row& row, const Backing& backing) {
    if (const auto* tendered = std::get_if<orders::Funding>(&backing)) return *tendered;
    const auto payment = stations_.payments.record(std::get<payments::Charged>(backing));
    if (!is_binding(payment.status)) return declined(payment);
    return funding_of(payment, row.tendered);
}

void Service::give_back(store::Row row, const Backing& backing, const std::string& reason) {
    if (const auto* charged = std::get_if<payments::Charged>(&backing))
        stations_.payments.record(*charged);
    stations_.payments.give_back(*row.order_id, reason);
    withdraw(std::move(row), reason);
}

// What a crash interrupted may have ended it the other way.
Result<orders::Order> Service::end(const orders::OrderId& id, Ending ending,
                                   const std::string& reason) {
    auto ended =
        ending == Ending::expired ? stations_.orders.expire(id) : stations_.orders.fail(id, reason);
    if (ended) return ended;
    auto order = stations_.orders.order(id, std::nullopt);
    return order && is_over(order->status) ? order : ended;
}

void Service::withdraw(store::Row row, const std::string& reason, Ending ending) {
    // An order that was never there is no reason to stop; one that was placed meanwhile is.
    const auto ended = end(*row.order_id, ending, reason);
    if (!ended && ended.error().kind != ErrorKind::not_found) return;
    const bool has_redeemed = !ended || !ended->terms.discounts.empty();
    if (has_redeemed) stations_.pricing.release(row.order_id->uuid());
    if (ended && row.tendered > 0) stations_.tenders.release(*row.order_id);
    stations_.inventory.release(row.id.uuid());
    stations_.cart.reopen(row.cart, row.id.uuid());
    enter(row.status, CheckoutStatus::open).value();
    row.hold_expires_at = clock_.now();
    row.claimed_until.reset();
    row.tendered = 0;
    save(row);
}

void Service::settle(const orders::OrderId& order) {
    const auto row = database_.read([&](Reader& reader) { return store::of_order(reader, order); });
    if (row && under_way(row->status)) return recover(*row);

    // Without a wait for the disk, an order can be lost in a crash of the database that the
    // payment for it survives.
    const auto known = stations_.orders.order(order, std::nullopt);
    if (!known) return stations_.payments.give_back(order, "order_lost");
    if (!is_over(known->status)) return;
    const auto* reason =
        known->status == orders::Status::expired ? "order_expired" : "order_cancelled";
    stations_.payments.give_back(order, known->cancellation_reason.value_or(reason));
}

void Service::recover(const store::Row& row) {
    auto payments = stations_.payments.payments_of(*row.order_id);
    std::erase_if(payments, [](const payments::Payment& payment) {
        return payments::is_tender(payment.provider);
    });
    for (auto& payment : payments) {
        if (payment.status == PaymentStatus::captured || payment.status == PaymentStatus::declined)
            continue;
        if (auto asked = stations_.payments.look_up(payment.id)) payment = *std::move(asked);
    }
    const auto* payment = decisive(payments);
    if (payment == nullptr) return recover_unpaid(row);
    const bool abandoned =
        payment->status == PaymentStatus::requires_action && row.claimed_until < clock_.now();
    if (abandoned) return abandon(row);
    const auto order = stations_.orders.order(*row.order_id, std::nullopt);
    if (!order) return withdraw(row, "never_ordered");
    auto current = row;
    current.payment = payment->id;
    if (payment->status == PaymentStatus::processing)
        current.claimed_until = clock_.now() + std::chrono::seconds(config_.claim_seconds);
    if (const auto outcome = conclude(std::move(current), {*payment}, *order); !outcome)
        platform::log::info("purchase ended without an order",
                            {{"checkout", row.id.text()}, {"code", outcome.error().code}});
}

// Nobody can place it any more before its money goes back.
void Service::abandon(const store::Row& row) {
    const std::string reason = "not_confirmed_in_time";
    const auto ended = end(*row.order_id, Ending::expired, reason);
    if (!ended && ended.error().kind != ErrorKind::not_found) return;
    stations_.payments.give_back(*row.order_id, reason);
    withdraw(row, reason, Ending::expired);
}

// No provider knows of it: none was needed, or it never came so far.
void Service::recover_unpaid(const store::Row& row) {
    const auto order = stations_.orders.order(*row.order_id, std::nullopt);
    const bool is_covered = order && row.tendered == order->totals.total.amount;
    if (!is_covered) return withdraw(row, "never_paid", Ending::expired);
    if (const auto outcome = complete_tendered(row, *order); !outcome)
        platform::log::info("purchase ended without an order",
                            {{"checkout", row.id.text()}, {"code", outcome.error().code}});
}

std::size_t Service::sweep() {
    const auto now = clock_.now();
    const auto noted = database_.read([](Reader& reader) { return store::noted(reader, 100); });
    for (const auto& order : noted) settle(order);
    const auto rows =
        database_.read([&](Reader& reader) { return store::overdue(reader, now, 100); });
    for (const auto& row : rows) recover(row);
    release_merged();
    if (!noted.empty()) database_.transact([&](Tx& tx) { store::strike(tx, noted); });
    database_.transact([&](Tx& tx) {
        store::expire_open(tx, now - std::chrono::minutes(config_.open_minutes.value()));
    });
    return noted.size() + rows.size();
}

std::vector<platform::Violation> Service::check() {
    const auto late = clock_.now() - std::chrono::minutes(2);
    const auto rows =
        database_.read([&](Reader& reader) { return store::overdue(reader, late, 1000); });
    std::vector<platform::Violation> violations;
    for (const auto& row : rows)
        violations.push_back({"O4 nothing is stuck", row.id.text(),
                              "under way as " + std::string(platform::enum_name(row.status)) +
                                  " although nobody has been working on it for two minutes"});
    return violations;
}

}  // namespace kontor::checkout
