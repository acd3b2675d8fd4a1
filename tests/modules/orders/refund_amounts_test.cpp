#include "refund_amounts.hpp"
#include "fixture.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace kontor;
using namespace kontor::orders;

namespace {

OrderItem line(std::int64_t quantity, std::int64_t paid, std::int64_t tax) {
    OrderItem item;
    item.id = OrderItemId::make();
    item.sku = "SKU";
    item.quantity = quantity;
    item.tax = euros(tax);
    item.total = euros(paid);
    return item;
}

Order order_of(std::vector<OrderItem> items, std::int64_t shipping = 0,
               std::int64_t shipping_tax = 0) {
    Order order;
    order.items = std::move(items);
    order.totals.shipping = euros(shipping);
    order.totals.total = euros(shipping);
    for (const auto& item : order.items) order.totals.total += item.total;
    order.terms.freight = pricing::CalculatedFreight{euros(shipping), euros(0), euros(shipping_tax),
                                                     euros(shipping), {},       {}};
    return order;
}

RefundWish wish(const OrderItem& item, std::int64_t quantity) {
    RefundWish wanted;
    wanted.lines = {{item.id, quantity}};
    return wanted;
}

void remember(RefundedSoFar& before, const RefundAmounts& amounts) {
    for (const auto& item : amounts.items) {
        const auto known =
            std::ranges::find(before.lines, item.item_id, &RefundedSoFar::Line::item);
        auto& done = known == before.lines.end() ? before.lines.emplace_back() : *known;
        done.item = item.item_id;
        done.quantity += item.quantity;
        done.gross += item.amount.amount;
        done.tax += item.tax.amount;
    }
    before.shipping += amounts.shipping;
    before.shipping_tax += amounts.shipping_tax;
}

std::string refused(const Order& order, const RefundWish& wanted,
                    const RefundedSoFar& before = {}) {
    const auto amounts = refund_amounts(order, before, wanted);
    return amounts ? "nothing" : amounts.error().code;
}

}  // namespace

TEST_CASE("three pieces for 10.00 go back as 3.33, 3.33 and 3.34, and their tax likewise") {
    const auto order = order_of({line(3, 1000, 160)});
    RefundedSoFar before;
    std::vector<std::int64_t> amounts, taxes;
    for (int piece = 0; piece < 3; ++piece) {
        const auto refund = refund_amounts(order, before, wish(order.items[0], 1)).value();
        amounts.push_back(refund.total.amount);
        taxes.push_back(*refund.tax);
        remember(before, refund);
    }
    CHECK_EQ(amounts, std::vector<std::int64_t>{333, 333, 334});
    CHECK_EQ(taxes, std::vector<std::int64_t>{53, 53, 54});
    CHECK_EQ(refused(order, wish(order.items[0], 1), before), "orders.refund_exceeds_order");
}

TEST_CASE("however the goods go back in parts, what was paid for them goes back, and no more") {
    std::mt19937 random(20260101);
    const auto between = [&](std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution(low, high)(random);
    };
    for (int round = 0; round < 1000; ++round) {
        const auto gross = between(0, round % 2 == 0 ? 50 : 100'000);
        const auto tax = between(0, gross);
        const auto order = order_of({line(between(1, 30), gross, tax)});
        const auto& item = order.items[0];
        RefundedSoFar before;
        auto left = item.quantity;
        while (left > 0) {
            const auto quantity = between(1, left);
            left -= quantity;
            const auto refund = refund_amounts(order, before, wish(item, quantity));
            if (!refund) {  // nothing was paid for these pieces
                REQUIRE_EQ(refund.error().code, "orders.refund_exceeds_order");
                before.lines = {{item.id, item.quantity - left,
                                 before.lines.empty() ? 0 : before.lines[0].gross,
                                 before.lines.empty() ? 0 : before.lines[0].tax}};
                continue;
            }
            REQUIRE_LE(*refund->tax, refund->total.amount);
            remember(before, *refund);
            REQUIRE_LE(before.lines[0].gross, gross);
        }
        REQUIRE_EQ(before.lines[0].gross, gross);
        REQUIRE_EQ(before.lines[0].tax, tax);
    }
}

TEST_CASE("shipping goes back where it is asked for, whole or in part") {
    const auto order = order_of({line(1, 1000, 0)}, 490, 78);
    CHECK_EQ(refund_amounts(order, {}, wish(order.items[0], 1))->total, euros(1000));

    RefundWish all;
    all.all_shipping = true;
    const auto whole = refund_amounts(order, {}, all).value();
    CHECK_EQ(whole.total, euros(490));
    CHECK_EQ(*whole.tax, 78);

    RefundWish part;
    part.shipping = euros(200);
    RefundedSoFar before;
    const auto first = refund_amounts(order, before, part).value();
    CHECK_EQ(*first.tax, 31);
    remember(before, first);
    const auto rest = refund_amounts(order, before, all).value();
    CHECK_EQ(rest.total, euros(290));
    CHECK_EQ(*rest.tax, 47);
    remember(before, rest);
    CHECK_EQ(refused(order, part, before), "orders.refund_exceeds_order");
    CHECK_EQ(refused(order, all, before), "orders.refund_exceeds_order");
}

TEST_CASE("a restocking fee is kept of what goes back") {
    const auto order = order_of({line(2, 1000, 160)});
    auto wanted = wish(order.items[0], 2);
    wanted.restocking_fee = euros(150);
    const auto amounts = refund_amounts(order, {}, wanted).value();
    CHECK_EQ(amounts.total, euros(850));
    CHECK_EQ(amounts.items[0].amount, euros(1000));
    CHECK_EQ(*amounts.tax, 160);
    wanted.restocking_fee = euros(1000);
    CHECK_EQ(refused(order, wanted), "orders.bad_refund");
}

TEST_CASE("an amount stands for itself") {
    const auto order = order_of({line(1, 1000, 160)});
    RefundWish wanted;
    wanted.amount = euros(123);
    const auto amounts = refund_amounts(order, {}, wanted).value();
    CHECK_EQ(amounts.total, euros(123));
    CHECK_FALSE(amounts.tax.has_value());
    CHECK(amounts.items.empty());
}

TEST_CASE("what makes no sense is refused with its place") {
    const auto order = order_of({line(2, 1000, 160)}, 490);
    CHECK_EQ(refused(order, {}), "orders.bad_refund");
    auto both = wish(order.items[0], 1);
    both.amount = euros(1);
    CHECK_EQ(refused(order, both), "orders.bad_refund");
    RefundWish two_shippings;
    two_shippings.all_shipping = true;
    two_shippings.shipping = euros(1);
    CHECK_EQ(refused(order, two_shippings), "orders.bad_refund");
    RefundWish nothing;
    nothing.amount = euros(0);
    CHECK_EQ(refused(order, nothing), "orders.bad_refund");
    RefundWish foreign;
    foreign.amount = platform::Money{5, *platform::Currency::parse("USD")};
    CHECK_EQ(refused(order, foreign), "orders.bad_refund");
    CHECK_EQ(refused(order, wish(line(1, 1, 0), 1)), "orders.no_such_item");
    auto twice = wish(order.items[0], 1);
    twice.lines.push_back(twice.lines[0]);
    CHECK_EQ(refused(order, twice), "orders.bad_refund");
    CHECK_EQ(refused(order, wish(order.items[0], 3)), "orders.refund_exceeds_order");
    CHECK_EQ(refused(order, wish(order.items[0], 0)), "orders.refund_exceeds_order");
}
