#include "fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using namespace kontor::orders;

namespace {

pricing::Discount discount(std::int64_t cents) {
    return {pricing::PromotionId::make(), "A tenth off", "TENTH", euros(cents)};
}

pricing::Tax tax(std::int64_t base, std::int64_t cents) {
    return {pricing::TaxRateId::make(), "VAT", 190'000, euros(base), euros(cents), true};
}

// Two lines of 20.00 and 5.00 less a tenth, sent for 4.90, with 19 percent included.
NewOrder order_by_rules() {
    auto order = some_order();
    const std::int64_t discounts[] = {200, 50};
    const std::int64_t taxes[] = {287, 72};
    order.terms.coupons = {"TENTH"};
    order.terms.vat_id = "DE123456789";
    order.terms.discounts = {discount(250)};
    order.terms.taxes = {tax(2303, 437)};
    order.terms.freight = {euros(490), euros(0), euros(78), euros(490), {}, {tax(412, 78)}};
    for (std::size_t i = 0; i < 2; ++i) {
        auto& item = order.items[i];
        item.product_id = catalog::ProductId::make();
        item.discount = euros(discounts[i]);
        item.tax = euros(taxes[i]);
        item.total = item.subtotal - item.discount;
        item.discounts = {discount(discounts[i])};
        item.taxes = {tax(item.total.amount - taxes[i], taxes[i])};
    }
    order.totals = {euros(2500), euros(250), euros(490), euros(437), euros(437), euros(2740)};
    return order;
}

struct Frozen : Fixture {
    NewOrder wanted = order_by_rules();
    Frozen() { REQUIRE(orders->place_pending(wanted).has_value()); }
    Order kept() { return *orders->order(wanted.id, std::nullopt); }
};

}  // namespace

TEST_CASE_FIXTURE(Frozen, "discounts and taxes are kept as they were given") {
    const auto order = kept();
    CHECK(order.terms.discounts == wanted.terms.discounts);
    CHECK(order.terms.taxes == wanted.terms.taxes);
    CHECK(order.terms.coupons == wanted.terms.coupons);
    CHECK(order.terms.vat_id == "DE123456789");
    REQUIRE(order.terms.freight);
    CHECK(order.terms.freight->total == euros(490));
    CHECK(order.terms.freight->taxes == wanted.terms.freight->taxes);
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(order.items[i].product_id == wanted.items[i].product_id);
        CHECK(order.items[i].discounts == wanted.items[i].discounts);
        CHECK(order.items[i].taxes == wanted.items[i].taxes);
    }
    CHECK(orders->check().empty());
}

TEST_CASE_FIXTURE(Frozen, "the check finds amounts that do not add up") {
    const auto spoil = [&](const std::string& sql) {
        tables.superuser().transact([&](platform::Tx& tx) { tx.run(sql, wanted.id); });
        return orders->check();
    };
    const auto names = [](const std::vector<platform::Violation>& violations,
                          const std::string& what) {
        return violations.size() == 1 && violations[0].detail.starts_with(what + " ");
    };
    CHECK(names(spoil("update orders.item set total = total + 1 where order_id = $1 "
                      "and position = 1"),
                "total"));
    CHECK(names(spoil("update orders.item set total = total - 1, tax = tax + 1 "
                      "where order_id = $1 and position = 1"),
                "tax"));
    CHECK(names(spoil("with back as (update orders.item set tax = tax - 1 where order_id = $1 "
                      "and position = 1) update orders.customer_order set terms = "
                      "jsonb_set(terms, '{taxes,0,amount,amount}', '1') where id = $1"),
                "tax by rate"));
}

TEST_CASE_FIXTURE(Frozen, "what an order costs cannot be rewritten by the module itself") {
    const auto rewrite = [&](const std::string& sql) {
        database.transact([&](platform::Tx& tx) { tx.run(sql); });
    };
    for (const auto* column : {"subtotal", "discount", "shipping", "tax", "tax_included", "total"})
        CHECK_THROWS_AS(rewrite("update orders.customer_order set " + std::string(column) + " = 0"),
                        platform::StatementError);
    CHECK_THROWS_AS(rewrite("update orders.customer_order set terms = '{}'"),
                    platform::StatementError);
    for (const auto* column : {"quantity", "unit_price", "subtotal", "discount", "tax", "total"})
        CHECK_THROWS_AS(rewrite("update orders.item set " + std::string(column) + " = 1"),
                        platform::StatementError);
}

TEST_CASE_FIXTURE(Fixture, "the fact of a placed order names customer and products") {
    auto wanted = order_by_rules();
    wanted.owner = {auth::UserId::make(), ""};
    const auto pending = orders->place_pending(wanted);
    REQUIRE(pending.has_value());
    REQUIRE(orders->place(*pending, wanted.owner, wanted.totals.total).has_value());
    const auto payloads = tables.superuser().read([](platform::Reader& reader) {
        return reader.all<std::string>(
            "select payload::text from platform.event where name = 'orders.order_placed.v1'");
    });
    REQUIRE(payloads.size() == 1);
    const auto fact = platform::json::read<OrderPlaced>(payloads[0]).value();
    CHECK(fact.customer == wanted.owner.customer);
    CHECK(fact.items.at(0).product == wanted.items[0].product_id);
    CHECK(fact.items.at(1).product == wanted.items[1].product_id);
}

TEST_CASE_FIXTURE(Fixture, "an order of before prices were frozen is still read") {
    const auto wanted = some_order();
    REQUIRE(orders->place_pending(wanted).has_value());
    tables.superuser().transact([&](platform::Tx& tx) {
        tx.run("update orders.customer_order set terms = default where id = $1", wanted.id);
    });
    const auto order = *orders->order(wanted.id, std::nullopt);
    CHECK(order.terms.discounts.empty());
    CHECK_FALSE(order.terms.freight);
    CHECK(orders->check().empty());
}
