#include "catalog/events.hpp"
#include "fixture.hpp"

using namespace kontor;
using namespace kontor::cart;

namespace {

struct Offers : Fixture {
    platform::Database platform_database = test_database().database("platform");
    platform::Dispatcher dispatcher{events, platform_database, clock};

    Offers() { subscribe(dispatcher, database, catalog); }

    template <platform::Fact E>
    void announce(const E& fact) {
        database.transact([&](platform::Tx& tx) { events.publish(tx, fact); });
        dispatcher.drain();
    }
    void announce_price(const catalog::SellableVariant& variant, const platform::Money& after) {
        announce(catalog::PriceChanged{variant.product, variant.id, *variant.price, after});
    }
};

const std::vector<std::string> price_changed_only{"price_changed"};

}  // namespace

TEST_CASE_FIXTURE(Offers, "a price that changes flags the lines, which keep their price") {
    REQUIRE(add("MUG", 2).has_value());
    REQUIRE(add("TEA").has_value());
    announce_price(mug, {1500, eur});
    CHECK(warnings_of(contents()) == price_changed_only);
    CHECK(contents().warnings[0].item_id == contents().items[0].id);
    CHECK(contents().warnings[0].detail == "The price has changed from 11.90 EUR to 15.00 EUR.");
    CHECK(contents().items[0].unit_price.amount == 1190);
    CHECK(contents().totals.total.amount == 2 * 1190 + 595);
}

TEST_CASE_FIXTURE(Offers, "a price that changes back flags nothing") {
    REQUIRE(add("MUG").has_value());
    announce_price(mug, {1500, eur});
    announce_price(mug, {1190, eur});
    CHECK(contents().warnings.empty());
}

TEST_CASE_FIXTURE(Offers, "a price in another currency flags nothing") {
    REQUIRE(add("MUG").has_value());
    announce_price(mug, {1500, usd});
    CHECK(contents().warnings.empty());
}

TEST_CASE_FIXTURE(Offers, "putting the same in again takes the new price over") {
    REQUIRE(add("MUG").has_value());
    announce_price(mug, {1500, eur});
    catalog.reprice("MUG", 1500);
    const auto contents = add("MUG").value();
    CHECK(contents.warnings.empty());
    CHECK(contents.items.at(0).unit_price.amount == 1500);
    CHECK(contents.totals.total.amount == 3000);
}

TEST_CASE_FIXTURE(Offers, "a price announced late does not speak against a newer one") {
    REQUIRE(add("MUG").has_value());
    announce_price(mug, {1500, eur});
    catalog.reprice("MUG", 1700);
    CHECK(add("MUG").value().warnings.empty());
}

TEST_CASE_FIXTURE(Offers, "claiming settles a price that changed") {
    REQUIRE(add("MUG").has_value());
    announce_price(mug, {1500, eur});
    catalog.reprice("MUG", 1500);
    const auto claimed = carts->claim(id, ada, platform::new_uuid()).value();
    CHECK(warnings_of(claimed) == price_changed_only);
    CHECK(contents().warnings.empty());
    announce_price(mug, {1700, eur});
    CHECK(contents().totals.total.amount == 1500);
    CHECK(contents().warnings.empty());
}

TEST_CASE_FIXTURE(Offers, "a product that is deleted flags its lines") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(add("TEA").has_value());
    announce(catalog::ProductDeleted{tea.product});
    CHECK(warnings_of(contents()) == std::vector<std::string>{"unavailable"});
    CHECK(contents().warnings[0].item_id == contents().items[1].id);
}

TEST_CASE_FIXTURE(Offers, "a variant that is taken out of the catalogue flags its lines") {
    REQUIRE(add("MUG").has_value());
    announce(catalog::VariantRemoved{mug.product, mug.id, mug.sku});
    CHECK(warnings_of(contents()) == std::vector<std::string>{"unavailable"});
}

TEST_CASE_FIXTURE(Offers, "a product that is not published flags its lines until it is again") {
    REQUIRE(add("MUG").has_value());
    REQUIRE(add("TEA").has_value());
    const auto publish = [&](bool published) {
        catalog.change("TEA",
                       [&](catalog::SellableVariant& variant) { variant.published = published; });
        announce(catalog::ProductChanged{tea.product});
    };
    publish(false);
    REQUIRE(warnings_of(contents()) == std::vector<std::string>{"unavailable"});
    CHECK(contents().warnings[0].item_id == contents().items[1].id);
    publish(true);
    CHECK(contents().warnings.empty());
}
