#include "catalog/events.hpp"
#include "fixture.hpp"

using namespace kontor;
using namespace kontor::cart;

namespace {

struct Prices : Fixture {
    Prices() {
        pricing::Promotion tenth;
        tenth.id = pricing::PromotionId::make();
        tenth.name = "A tenth off";
        tenth.benefit.percentage_ppm = 100'000;
        pricing.coupons["TENTH"] = tenth;
    }

    void sell(const catalog::SellableVariant& variant, std::int64_t from_quantity,
              std::int64_t price, std::vector<auth::UserId> customers = {}) {
        FakePricing::ListPrice listed;
        listed.variant = variant.id;
        listed.from_quantity = from_quantity;
        listed.price = {price, eur};
        listed.customers = std::move(customers);
        pricing.list_prices.push_back(listed);
    }
    Contents use(const std::string& code) { return carts->add_coupon(id, ada, code).value(); }
};

const std::vector<std::string> tenth_only{"TENTH"};

}  // namespace

TEST_CASE_FIXTURE(Prices, "a price list goes before the catalogue's price") {
    sell(mug, 1, 990);
    const auto item = add("MUG").value().items.at(0);
    CHECK(item.unit_price.amount == 990);
    CHECK(item.price_list == pricing.list_prices[0].list);
}

TEST_CASE_FIXTURE(Prices, "what only a price list sells in a currency can be bought in it") {
    sell(mug, 1, 990);
    catalog.change("MUG", [](catalog::SellableVariant& variant) { variant.price.reset(); });
    CHECK(add("MUG").value().items.at(0).unit_price.amount == 990);
    pricing.list_prices.clear();
    CHECK(refusal(carts->claim(id, ada, platform::new_uuid())) == "cart.item_unavailable");
}

TEST_CASE_FIXTURE(Prices, "the price is that of the whole quantity in the cart") {
    sell(mug, 10, 900);
    CHECK(add("MUG", 6).value().items.at(0).unit_price.amount == 1190);
    const auto twelve = add("MUG", 6).value();
    CHECK(twelve.items.at(0).unit_price.amount == 900);
    CHECK(contents().totals.total.amount == 12 * 900);
    CHECK(contents().warnings.empty());
    const auto nine = carts->change_item(id, ada, twelve.items[0].id, 9).value();
    CHECK(nine.items.at(0).unit_price.amount == 1190);
    CHECK_FALSE(nine.items.at(0).price_list);
    CHECK(contents().totals.total.amount == 9 * 1190);
}

TEST_CASE_FIXTURE(Prices, "a customer has the price of their group") {
    const auth::Shopper eve{auth::UserId::make(), ""};
    sell(mug, 1, 800, {*ada.customer});
    CHECK(add("MUG").value().items.at(0).unit_price.amount == 800);
    const auto other = carts->create(eve, std::nullopt).value().id;
    CHECK(carts->add_item(other, eve, of("MUG", 1)).value().items.at(0).unit_price.amount == 1190);
}

TEST_CASE_FIXTURE(Prices, "a list that begins flags the lines, which keep their price") {
    REQUIRE(add("MUG").has_value());
    sell(mug, 1, 990);
    CHECK(warnings_of(contents()) == std::vector<std::string>{"price_changed"});
    CHECK(contents().items.at(0).unit_price.amount == 1190);
    const auto claimed = carts->claim(id, ada, platform::new_uuid()).value();
    CHECK(warnings_of(claimed) == std::vector<std::string>{"price_changed"});
    CHECK(claimed.items.at(0).unit_price.amount == 990);
    CHECK(claimed.items.at(0).price_list == pricing.list_prices[0].list);
}

TEST_CASE_FIXTURE(Prices, "a claim takes over what the catalogue says of a product") {
    REQUIRE(add("MUG").has_value());
    const auto shelf = catalog::CategoryId::make();
    catalog.change("MUG", [&](catalog::SellableVariant& variant) {
        variant.tax_class = "reduced";
        variant.categories = {shelf};
    });
    const auto checkout = platform::new_uuid();
    REQUIRE(carts->claim(id, ada, checkout).has_value());
    const auto item = carts->claim(id, ada, checkout).value().items.at(0);
    CHECK(item.product_id == mug.product);
    CHECK(item.tax_class == "reduced");
    CHECK(item.categories == std::vector{shelf});
}

TEST_CASE_FIXTURE(Prices, "promotions and coupons lower lines and totals") {
    REQUIRE(add("MUG", 2).has_value());
    const auto contents = use(" tenth ");
    CHECK(contents.coupons == tenth_only);
    CHECK(contents.items.at(0).discount.amount == 238);
    CHECK(contents.totals.discount.amount == 238);
    CHECK(contents.totals.total.amount == 2380 - 238);
    CHECK(contents.totals.tax.amount == 342);
    REQUIRE(contents.discounts.size() == 1);
    CHECK(contents.discounts[0].code == "TENTH");
    REQUIRE(contents.taxes.size() == 1);
    CHECK(contents.taxes[0].base.amount == 1800);
    CHECK(this->contents().totals == contents.totals);
}

TEST_CASE_FIXTURE(Prices, "the same coupon again changes nothing") {
    const auto once = use("TENTH");
    const auto twice = use("tenth");
    CHECK(twice.coupons == tenth_only);
    CHECK(twice.version == once.version);
}

TEST_CASE_FIXTURE(Prices, "a coupon is taken out in any case, and only once") {
    REQUIRE(add("MUG").has_value());
    use("TENTH");
    const auto without = carts->remove_coupon(id, ada, " tenth").value();
    CHECK(without.coupons.empty());
    CHECK(without.totals.discount.amount == 0);
    CHECK(refusal(carts->remove_coupon(id, ada, "TENTH")) == "cart.no_such_coupon");
}

TEST_CASE_FIXTURE(Prices, "a coupon that is none is refused and changes nothing") {
    CHECK(refusal(carts->add_coupon(id, ada, "NONE")) == "pricing.no_such_coupon");
    CHECK(contents().coupons.empty());
    CHECK(contents().version == 1);
}

TEST_CASE_FIXTURE(Prices, "a cart takes ten coupons") {
    for (int number = 0; number <= 10; ++number)
        pricing.coupons["CODE" + std::to_string(number)] = pricing.coupons["TENTH"];
    for (int number = 0; number < 10; ++number) use("CODE" + std::to_string(number));
    CHECK(refusal(carts->add_coupon(id, ada, "CODE10")) == "cart.too_many_coupons");
    CHECK(use("CODE3").coupons.size() == 10);
}

TEST_CASE_FIXTURE(Prices, "a coupon that gives nothing is a warning that says why") {
    pricing.coupons["TENTH"].conditions.minimum_quantity = 2;
    REQUIRE(add("MUG").has_value());
    const auto contents = use("TENTH");
    REQUIRE(warnings_of(contents) == std::vector<std::string>{"coupon_idle"});
    CHECK(contents.warnings[0].coupon == "TENTH");
    CHECK_FALSE(contents.warnings[0].item_id);
    CHECK(contents.warnings[0].detail ==
          "It asks for 2 pieces of the goods it is for, and 1 are there.");
    CHECK(add("MUG").value().warnings.empty());
}

TEST_CASE_FIXTURE(Prices, "a coupon that became void stays, with a warning") {
    REQUIRE(add("MUG").has_value());
    use("TENTH");
    pricing.void_coupons["TENTH"] = "It has been used as often as it may be.";
    CHECK(contents().coupons == tenth_only);
    CHECK(contents().warnings.at(0).detail == "It has been used as often as it may be.");
    CHECK(contents().totals.discount.amount == 0);
}

TEST_CASE_FIXTURE(Prices, "coupons of a cart that is being bought do not change") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(carts->claim(id, ada, platform::new_uuid()).has_value());
    CHECK(refusal(carts->add_coupon(id, ada, "TENTH")) == "cart.not_active");
    CHECK(refusal(carts->remove_coupon(id, ada, "TENTH")) == "cart.not_active");
}

TEST_CASE_FIXTURE(Prices, "somebody else's coupons and explanation do not exist") {
    const auth::Shopper eve{auth::UserId::make(), ""};
    CHECK(refusal(carts->add_coupon(id, eve, "TENTH")) == "cart.no_such_cart");
    CHECK(refusal(carts->remove_coupon(id, eve, "TENTH")) == "cart.no_such_cart");
    CHECK(carts->explain(id, eve).error().code == "cart.no_such_cart");
}

TEST_CASE_FIXTURE(Prices, "an explanation has the steps to the total") {
    REQUIRE(add("MUG", 2).has_value());
    use("TENTH");
    const auto explained = carts->explain(id, ada).value();
    CHECK(explained.totals == contents().totals);
    REQUIRE_FALSE(explained.steps.empty());
    CHECK(explained.steps.front().kind == pricing::StepKind::unit_price);
    CHECK(explained.steps.back().kind == pricing::StepKind::total);
    CHECK(explained.steps.back().amount == explained.totals.total);
}
