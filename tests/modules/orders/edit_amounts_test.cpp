#include "edit_amounts.hpp"

#include "fixture.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace kontor;
using namespace kontor::orders;
using pricing::TaxRounding;

namespace {

pricing::Tax tax(platform::RatePpm rate, bool included) {
    return {pricing::TaxRateId::make(), "VAT", rate, euros(0), euros(0), included};
}

OrderItem item_at(std::int64_t quantity, std::int64_t price, std::vector<pricing::Tax> taxes,
                  std::int64_t discount = 0) {
    OrderItem item;
    item.id = OrderItemId::make();
    item.quantity = 1;
    item.unit_price = item.subtotal = item.discount = item.tax = item.total = euros(0);
    item.taxes = std::move(taxes);
    auto made = reworked(item, quantity, euros(price), TaxRounding::line);
    if (discount == 0) return made;
    made.discounts = {{pricing::PromotionId::make(), "Off", {}, euros(discount)}};
    made.quantity = 0;
    return reworked(made, quantity, euros(price), TaxRounding::line);
}

bool adds_up(const Order& order) {
    auto total = order.totals.shipping.amount, taxes = std::int64_t{0}, by_rate = std::int64_t{0};
    for (const auto& item : order.items) {
        total += item.total.amount;
        taxes += item.tax.amount;
    }
    for (const auto& one : order.terms.taxes) by_rate += one.amount.amount;
    return total == order.totals.total.amount && taxes == order.totals.tax.amount &&
           by_rate == taxes;
}

}  // namespace

TEST_CASE("a changed item is taxed at the rate it was sold at") {
    const auto mug = item_at(2, 1190, {tax(190'000, true)});
    CHECK(mug.tax == euros(380));
    const auto more = reworked(mug, 3, mug.unit_price, TaxRounding::line);
    CHECK(more.subtotal == euros(3570));
    CHECK(more.tax == euros(570));
    CHECK(more.total == euros(3570));
    CHECK(more.taxes[0].base == euros(3000));
    CHECK(more.taxes[0].rate == mug.taxes[0].rate);

    const auto net =
        reworked(item_at(7, 107, {tax(190'000, false)}), 1, euros(1000), TaxRounding::line);
    CHECK(net.tax == euros(190));
    CHECK(net.total == euros(1190));
}

TEST_CASE("an item that stays as it is keeps the tax that it was sold with") {
    auto rounded_by_piece = item_at(7, 107, {tax(190'000, false)});
    rounded_by_piece.tax = rounded_by_piece.taxes[0].amount = euros(140);
    rounded_by_piece.total = euros(889);
    const auto same = reworked(rounded_by_piece, 7, euros(107), TaxRounding::line);
    CHECK(same.tax == euros(140));
    CHECK(same.total == euros(889));
    CHECK(reworked(rounded_by_piece, 7, euros(100), TaxRounding::line).tax == euros(133));
}

TEST_CASE("a changed item is taxed by the piece where the shop rounds so") {
    const auto nuts = item_at(6, 107, {tax(190'000, false)});
    CHECK(reworked(nuts, 7, nuts.unit_price, TaxRounding::line).tax == euros(142));
    const auto by_piece = reworked(nuts, 7, nuts.unit_price, TaxRounding::unit);
    CHECK(by_piece.tax == euros(140));
    CHECK(by_piece.total == euros(749 + 140));
    // 29 are 10 + 10 + 9: 2.5 + 2.5 + 2.25.
    auto reduced = item_at(1, 10, {tax(250'000, false)});
    reduced.discounts = {{pricing::PromotionId::make(), "Off", {}, euros(1)}};
    CHECK(reworked(reduced, 3, reduced.unit_price, TaxRounding::unit).tax == euros(3 + 3 + 2));
}

TEST_CASE("a discount shrinks with its item and never grows") {
    const auto item = item_at(4, 1000, {tax(190'000, true)}, 1000);
    CHECK(item.discount == euros(1000));
    CHECK(reworked(item, 2, item.unit_price, TaxRounding::line).discount == euros(500));
    CHECK(reworked(item, 8, item.unit_price, TaxRounding::line).discount == euros(1000));
    const auto gift = reworked(item, 4, euros(0), TaxRounding::line);
    CHECK(gift.total == euros(0));
    CHECK(gift.tax == euros(0));
    CHECK(gift.discounts.empty());
}

TEST_CASE("however an order is edited, its items and rates add up to its totals") {
    std::mt19937 random(7);
    const auto any = [&](std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(least, most)(random);
    };
    for (int round = 0; round < 300; ++round) {
        const bool included = any(0, 1) == 1;
        const std::vector rates{tax(190'000, included), tax(70'000, included)};
        const auto some = [&] {
            const auto price = any(0, 5000), quantity = any(1, 9);
            return item_at(quantity, price, {rates[static_cast<std::size_t>(any(0, 1))]},
                           any(0, price * quantity));
        };
        Order empty;
        empty.totals = {euros(0), euros(0), euros(490), euros(0), euros(0), euros(490)};
        auto order = with_items(empty, {some(), some(), some()});
        CHECK(adds_up(order));
        for (int step = 0; step < 4; ++step) {
            auto items = order.items;
            if (items.size() > 1 && any(0, 2) == 0) items.pop_back();
            if (any(0, 1) == 0) items.push_back(some());
            items[0] = reworked(items[0], any(1, 9), euros(any(0, 5000)), TaxRounding::line);
            order = with_items(order, items);
            CHECK(adds_up(order));
        }
    }
}
