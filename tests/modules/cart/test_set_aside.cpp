#include "fixture.hpp"

using namespace kontor;
using namespace kontor::cart;

namespace {

struct Deciding : Fixture {
    LineId in_cart(const std::string& sku, std::int64_t quantity = 1) {
        const auto items = add(sku, quantity).value().items;
        return std::ranges::find(items, sku, &Item::sku)->id;
    }
    Contents aside(const LineId& line) { return carts->set_aside(id, ada, line).value(); }
    Contents back(const LineId& line) { return carts->put_back(id, ada, line).value(); }
};

}  // namespace

TEST_CASE_FIXTURE(Deciding, "what is set aside is neither counted nor bought") {
    const auto cup = in_cart("MUG", 2);
    const auto tea_line = in_cart("TEA", 1);
    const auto now = aside(cup);
    REQUIRE(now.items.size() == 1);
    CHECK(now.totals.total.amount == 595);
    REQUIRE(now.saved.size() == 1);
    CHECK(now.saved.at(0).id == cup);
    CHECK(now.saved.at(0).quantity == 2);
    CHECK(now.version == 4);
    const auto claimed = carts->claim(id, ada, platform::new_uuid()).value();
    REQUIRE(claimed.items.size() == 1);
    CHECK(claimed.items.at(0).id == tea_line);
}

TEST_CASE_FIXTURE(Deciding, "setting aside and putting back may be repeated") {
    const auto cup = in_cart("MUG", 2);
    aside(cup);
    const auto again = aside(cup);
    CHECK(again.version == 3);
    CHECK(again.saved.size() == 1);
    CHECK(back(cup).items.at(0).quantity == 2);
    const auto still = back(cup);
    CHECK(still.version == 4);
    CHECK(still.items.size() == 1);
    CHECK(still.saved.empty());
}

TEST_CASE_FIXTURE(Deciding, "what is on the other side already becomes more, at the price of now") {
    const auto first = in_cart("MUG", 2);
    aside(first);
    const auto second = in_cart("MUG", 3);
    const auto saved = aside(second).saved;
    REQUIRE(saved.size() == 1);
    CHECK(saved.at(0).id == second);
    CHECK(saved.at(0).quantity == 5);
    const auto third = in_cart("MUG", 1);
    pricing.list_prices.push_back(
        {.variant = mug.id, .from_quantity = 6, .price = {990, eur}, .customers = {}});
    const auto now = back(second);
    REQUIRE(now.items.size() == 1);
    CHECK(now.items.at(0).id == second);
    CHECK(now.items.at(0).quantity == 6);
    CHECK(now.items.at(0).unit_price.amount == 990);
    CHECK(refusal(carts->put_back(id, ada, third)) == "cart.no_such_item");
}

TEST_CASE_FIXTURE(Deciding, "what is set aside can be changed and removed, and is watched") {
    const auto cup = in_cart("MUG", 2);
    aside(cup);
    CHECK(carts->change_item(id, ada, cup, 7).value().saved.at(0).quantity == 7);
    pricing.list_prices.push_back({.variant = mug.id, .price = {1090, eur}, .customers = {}});
    const auto now = contents();
    REQUIRE(warnings_of(now) == std::vector<std::string>{"price_changed"});
    CHECK(now.warnings.at(0).item_id == cup);
    CHECK(carts->change_item(id, ada, cup, 0).value().saved.empty());
}

TEST_CASE_FIXTURE(Deciding, "too much of one thing is not put back") {
    const auto cup = in_cart("MUG", 10'000);
    aside(cup);
    in_cart("MUG", 1);
    CHECK(refusal(carts->put_back(id, ada, cup)) == "cart.quantity_too_large");
    CHECK(contents().saved.at(0).quantity == 10'000);
    CHECK(contents().items.at(0).quantity == 1);
}

TEST_CASE_FIXTURE(Deciding, "setting aside takes an item of this cart, and an open cart") {
    const auto cup = in_cart("MUG");
    CHECK(refusal(carts->set_aside(id, ada, LineId::make())) == "cart.no_such_item");
    CHECK(refusal(carts->put_back(id, ada, LineId::make())) == "cart.no_such_item");
    const auth::Shopper bob{auth::UserId::make(), ""};
    CHECK(refusal(carts->set_aside(id, bob, cup)) == "cart.no_such_cart");
    REQUIRE(carts->claim(id, ada, platform::new_uuid()).has_value());
    CHECK(refusal(carts->set_aside(id, ada, cup)) == "cart.not_active");
    CHECK(refusal(carts->put_back(id, ada, cup)) == "cart.not_active");
    CHECK(refusal(carts->confirm(id, ada, {})) == "cart.not_active");
}

TEST_CASE_FIXTURE(Deciding, "what was set aside comes along into the customer's next cart, once") {
    const auto cup = in_cart("MUG", 2);
    in_cart("TEA");
    aside(cup);
    const auto checkout = platform::new_uuid();
    REQUIRE(carts->claim(id, ada, checkout).has_value());
    CHECK(carts->create(ada, std::nullopt).value().saved.empty());
    carts->complete(id, checkout, orders::OrderId::make());

    CHECK(carts->create(ada, usd).value().saved.empty());
    const auto next = carts->create(ada, std::nullopt).value();
    REQUIRE(next.saved.size() == 1);
    CHECK(next.saved.at(0).id == cup);
    CHECK(next.saved.at(0).quantity == 2);
    CHECK(carts->create(ada, std::nullopt).value().saved.empty());
    CHECK(carts->create({auth::UserId::make(), ""}, std::nullopt).value().saved.empty());
    CHECK(carts->put_back(next.id, ada, cup).value().totals.total.amount == 2380);
}

TEST_CASE_FIXTURE(Deciding, "confirming takes over the prices of now") {
    in_cart("MUG", 2);
    in_cart("TEA", 1);
    catalog.reprice("MUG", 1290);
    const auto unaware = carts->confirm(id, ada, platform::Money{2 * 1190 + 595, eur});
    REQUIRE(refusal(unaware) == "cart_changed");
    const auto error = unaware.error();
    CHECK(error.details.at(0).first == "current_total");
    CHECK(std::get<platform::Money>(error.details.at(0).second).amount == 2 * 1290 + 595);
    CHECK(contents().items.at(0).unit_price.amount == 1190);

    const auto now = carts->confirm(id, ada, platform::Money{2 * 1290 + 595, eur}).value();
    CHECK(now.items.at(0).unit_price.amount == 1290);
    CHECK(now.warnings.empty());
    CHECK(now.version == 4);
    CHECK(carts->confirm(id, ada, {}).value().version == 4);
}

TEST_CASE_FIXTURE(Deciding, "warnings say how much there is and what it cost before") {
    const auto cup = in_cart("MUG", 5);
    inventory.on_sale[mug.id] = 3;
    pricing.list_prices.push_back({.variant = mug.id, .price = {1090, eur}, .customers = {}});
    const auto now = contents();
    REQUIRE(warnings_of(now) == std::vector<std::string>{"price_changed", "insufficient_stock"});
    CHECK(now.warnings.at(0).previous_price->amount == 1190);
    CHECK(now.warnings.at(0).current_price->amount == 1090);
    CHECK(now.warnings.at(1).available == 3);
    const auto fewer = carts->change_item(id, ada, cup, 3).value();
    CHECK(fewer.warnings.empty());
    CHECK(fewer.items.at(0).unit_price.amount == 1090);
}

TEST_CASE_FIXTURE(Deciding, "confirming says what is not sold any more") {
    in_cart("MUG");
    in_cart("TEA");
    catalog.change("TEA", [](catalog::SellableVariant& variant) { variant.published = false; });
    const auto now = carts->confirm(id, ada, {}).value();
    REQUIRE(warnings_of(now) == std::vector<std::string>{"unavailable"});
    CHECK(now.warnings.at(0).item_id == now.items.at(1).id);
    catalog.change("TEA", [](catalog::SellableVariant& variant) { variant.published = true; });
    CHECK(carts->confirm(id, ada, {}).value().warnings.empty());
}
