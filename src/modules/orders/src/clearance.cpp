#include "clearance.hpp"

#include "refusals.hpp"
#include "routes.hpp"
#include "states.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::orders {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Tx;

namespace {

Error not_to_be_shipped(const Order& order, const platform::Money& due) {
    Error error{ErrorKind::conflict,
                "invalid_transition",
                "Only an order that stands, and is paid or released, can be shipped.",
                {},
                {{"from", std::string(platform::enum_name(order.status))},
                 {"to", std::string("shipped")},
                 {"allowed", std::vector<std::string>{}}}};
    if (due.amount == 0) return error;
    error.message += " " + platform::to_text(due) + " is due for it.";
    error.details.emplace_back("amount_due", due);
    return error;
}

bool comes_with_the_goods(const payments::Payment& payment) {
    return payment.goods_may_leave && payment.status == payments::PaymentStatus::awaited;
}

// What is neither paid nor promised, nor comes when the goods arrive.
platform::Money due_before_shipping(const Order& order,
                                    const std::vector<payments::Payment>& payments) {
    auto due = order.amount_due;
    for (const auto& payment : payments)
        if (comes_with_the_goods(payment))
            due.amount -= std::min(due.amount, payment.amount.amount);
    return due;
}

}  // namespace

std::optional<Error> refusal_to_ship(const store::OrderRow& row,
                                     const std::vector<payments::Payment>& payments) {
    const auto& order = row.order;
    const auto due = due_before_shipping(order, payments);
    const bool is_given_back = order.payment_status == PaymentState::refunded &&
                               row.authorized == 0 &&
                               std::ranges::none_of(payments, comes_with_the_goods);
    if (stands(order.status) && !is_given_back && due.amount == 0) return std::nullopt;
    return not_to_be_shipped(order, due);
}

namespace {

class ClearanceDesk final : public shipping::Clearance {
public:
    ClearanceDesk(platform::Database& database, payments::Payments& payments)
        : database_(database), payments_(payments) {}

    Result<shipping::Cleared> clear(const OrderId& id) override {
        const auto row =
            database_.transact([&](Tx& tx) { return store::select_for_update(tx, id); });
        if (!row) return no_such_order();
        return shipping::Cleared{consignment_of(row->order),
                                 refusal_to_ship(*row, payments_.payments_of(id))};
    }

private:
    platform::Database& database_;
    payments::Payments& payments_;
};

}  // namespace

std::unique_ptr<shipping::Clearance> make_clearance(platform::Database& database,
                                                    payments::Payments& payments) {
    return std::make_unique<ClearanceDesk>(database, payments);
}

}  // namespace kontor::orders
