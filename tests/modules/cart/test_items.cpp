#include "fixture.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::cart;

TEST_CASE_FIXTURE(Fixture, "a new cart is empty, active and in the shop's currency") {
    const auto contents = carts->create(ada, std::nullopt).value();
    CHECK(contents.status == CartStatus::active);
    CHECK(contents.version == 1);
    CHECK(contents.currency == eur);
    CHECK(contents.items.empty());
    CHECK(contents.totals.total == platform::Money{0, eur});
    const auto read = carts->contents(contents.id, ada).value();
    CHECK(read.id == contents.id);
    CHECK(read.totals == contents.totals);
}

TEST_CASE_FIXTURE(Fixture, "what is put in is priced as the catalogue says") {
    const auto contents = add("MUG", 2).value();
    REQUIRE(contents.items.size() == 1);
    const auto& item = contents.items[0];
    CHECK(item.variant_id == mug.id);
    CHECK(item.sku == "MUG");
    CHECK(item.title == "The MUG");
    CHECK(item.quantity == 2);
    CHECK(item.unit_price == platform::Money{1190, eur});
    CHECK(item.subtotal == platform::Money{2380, eur});
    CHECK(item.tax == platform::Money{380, eur});
    CHECK(item.total == platform::Money{2380, eur});
    CHECK(item.weight_grams == 250);
    CHECK(contents.totals.total == platform::Money{2380, eur});
    CHECK(contents.version == 2);
}

TEST_CASE_FIXTURE(Fixture, "an item may be named by its variant's id") {
    AddItem item;
    item.variant_id = tea.id;
    item.quantity = *platform::Whole<1, 10'000>::accept(3);
    CHECK(carts->add_item(id, ada, item).value().items.at(0).sku == "TEA");
}

TEST_CASE_FIXTURE(Fixture, "the same variant again makes its line larger") {
    REQUIRE(add("MUG", 2).has_value());
    REQUIRE(add("TEA").has_value());
    const auto contents = add("MUG", 3).value();
    REQUIRE(contents.items.size() == 2);
    CHECK(contents.items[0].sku == "MUG");
    CHECK(contents.items[0].quantity == 5);
    CHECK(contents.items[1].quantity == 1);
    CHECK(contents.version == 4);
}

TEST_CASE_FIXTURE(Fixture, "lines keep the order they were put in") {
    for (const auto* sku : {"TEA", "MUG", "TEA"}) REQUIRE(add(sku).has_value());
    const auto items = contents().items;
    CHECK(items.at(0).sku == "TEA");
    CHECK(items.at(1).sku == "MUG");
}

TEST_CASE_FIXTURE(Fixture, "an item is named by exactly one of SKU and variant") {
    AddItem neither;
    neither.quantity = *platform::Whole<1, 10'000>::accept(1);
    CHECK(refusal(carts->add_item(id, ada, neither)) == "cart.sku_or_variant");
    auto both = of("MUG", 1);
    both.variant_id = mug.id;
    CHECK(refusal(carts->add_item(id, ada, both)) == "cart.sku_or_variant");
}

TEST_CASE_FIXTURE(Fixture, "what the catalogue does not sell cannot be put in") {
    CHECK(refusal(add("NO-SUCH-THING")) == "cart.no_such_variant");
    catalog.change("MUG", [](auto& variant) { variant.published = false; });
    CHECK(refusal(add("MUG")) == "cart.no_such_variant");
    CHECK(add("MUG").error().problems.at(0).pointer == "/sku");
    CHECK(contents().items.empty());
    CHECK(contents().version == 1);
}

TEST_CASE_FIXTURE(Fixture, "what has no price in the cart's currency cannot be put in") {
    catalog.add("IMPORT", 500, usd);
    CHECK(refusal(add("IMPORT")) == "cart.not_sold_in_currency");
    CHECK(contents().version == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "a cart in another currency than the shop's takes what has a price in it") {
    const auto abroad = carts->create(ada, usd).value();
    CHECK(abroad.currency == usd);
    catalog.add("IMPORT", 500, usd);
    const auto contents = carts->add_item(abroad.id, ada, of("IMPORT", 2)).value();
    CHECK(contents.items.at(0).unit_price == platform::Money{500, usd});
    CHECK(contents.version == 2);
    CHECK(refusal(carts->add_item(abroad.id, ada, of("MUG", 1))) == "cart.not_sold_in_currency");
    CHECK(carts->contents(abroad.id, ada).value().items.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a line takes ten thousand pieces and no more") {
    REQUIRE(add("MUG", 10'000).has_value());
    CHECK(refusal(add("MUG")) == "cart.quantity_too_large");
    CHECK(contents().items.at(0).quantity == 10'000);
    CHECK(contents().version == 2);
}

TEST_CASE_FIXTURE(Fixture, "no price makes a cart's sums run over") {
    catalog.add("PALACE", std::numeric_limits<std::int64_t>::max() / 2);
    CHECK(refusal(add("PALACE")) == "cart.quantity_too_large");
    catalog.add("HOUSE", 1'000'000'000'000);
    CHECK(add("HOUSE", 1'000).has_value());
    CHECK(refusal(add("HOUSE")) == "cart.quantity_too_large");
}

TEST_CASE_FIXTURE(Fixture, "a cart takes two hundred lines and no more") {
    for (int i = 0; i < 200; ++i) {
        catalog.add("THING-" + std::to_string(i), 100);
        REQUIRE(add("THING-" + std::to_string(i)).has_value());
    }
    CHECK(refusal(add("MUG")) == "cart.too_many_lines");
    CHECK(add("THING-7").has_value());
    CHECK(contents().items.size() == 200);
}

TEST_CASE_FIXTURE(Fixture, "a quantity can be changed, and 0 removes the line") {
    REQUIRE(add("MUG", 2).has_value());
    const auto line = add("TEA", 4).value().items.at(1).id;
    const auto changed = carts->change_item(id, ada, line, 7).value();
    CHECK(changed.items.at(1).quantity == 7);
    CHECK(changed.totals.total.amount == 2 * 1190 + 7 * 595);
    CHECK(changed.version == 4);
    CHECK(contents().totals == changed.totals);
    const auto removed = carts->change_item(id, ada, line, 0).value();
    REQUIRE(removed.items.size() == 1);
    CHECK(removed.items[0].sku == "MUG");
    CHECK(contents().items.size() == 1);
    CHECK(contents().version == 5);
    CHECK(refusal(carts->change_item(id, ada, line, 0)) == "cart.no_such_item");
}

TEST_CASE_FIXTURE(Fixture, "an item of another cart cannot be changed through one's own") {
    const auto other = carts->create(ada, std::nullopt).value().id;
    const auto line = carts->add_item(other, ada, of("MUG", 1)).value().items.at(0).id;
    CHECK(refusal(carts->change_item(id, ada, line, 5)) == "cart.no_such_item");
    CHECK(carts->contents(other, ada).value().items.at(0).quantity == 1);
}

TEST_CASE_FIXTURE(Fixture, "somebody else's cart does not exist") {
    const auto line = add("MUG").value().items.at(0).id;
    const auth::Shopper stranger{auth::UserId::make(), ""};
    const auth::Shopper guest{std::nullopt, std::string(64, 'a')};
    const auth::Shopper nobody{};
    for (const auto& shopper : {stranger, guest, nobody}) {
        CHECK(refusal(carts->contents(id, shopper)) == "cart.no_such_cart");
        CHECK(refusal(carts->add_item(id, shopper, of("MUG", 1))) == "cart.no_such_cart");
        CHECK(refusal(carts->change_item(id, shopper, line, 9)) == "cart.no_such_cart");
        CHECK(refusal(carts->claim(id, shopper, platform::new_uuid())) == "cart.no_such_cart");
    }
    CHECK(contents().items.at(0).quantity == 1);
    CHECK(contents().version == 2);
    CHECK(refusal(carts->contents(CartId::make(), ada)) == "cart.no_such_cart");
}

TEST_CASE_FIXTURE(Fixture,
                  "a guest's cart is found by the token, also by one who logged in since") {
    const auth::Shopper guest{std::nullopt, std::string(64, 'b')};
    const auto cart = carts->create(guest, std::nullopt).value().id;
    CHECK(carts->add_item(cart, guest, of("MUG", 1)).has_value());
    CHECK(carts->contents(cart, {ada.customer, guest.guest_token_hash}).has_value());
    CHECK(refusal(carts->contents(cart, ada)) == "cart.no_such_cart");
    CHECK(refusal(carts->contents(cart, {std::nullopt, std::string(64, 'c')})) ==
          "cart.no_such_cart");
}

TEST_CASE_FIXTURE(Fixture, "a customer's cart is not found by a token shown when it was created") {
    const auth::Shopper both{ada.customer, std::string(64, 'd')};
    const auto cart = carts->create(both, std::nullopt).value().id;
    CHECK(carts->contents(cart, ada).has_value());
    CHECK(refusal(carts->contents(cart, {std::nullopt, both.guest_token_hash})) ==
          "cart.no_such_cart");
}

TEST_CASE_FIXTURE(Fixture, "parallel changes of one cart are all kept") {
    constexpr int threads = 8;
    constexpr int rounds = 10;
    for (int i = 0; i < threads; ++i) catalog.add("OWN-" + std::to_string(i), 100);
    {
        std::vector<std::jthread> shoppers;
        for (int i = 0; i < threads; ++i)
            shoppers.emplace_back([&, i] {
                for (int round = 0; round < rounds; ++round) {
                    (void)add("MUG").value();
                    (void)add("OWN-" + std::to_string(i)).value();
                }
            });
    }
    const auto contents = this->contents();
    REQUIRE(contents.items.size() == 1 + threads);
    for (const auto& item : contents.items)
        CHECK(item.quantity == (item.sku == "MUG" ? threads * rounds : rounds));
    CHECK(contents.version == 1 + 2 * threads * rounds);
}

TEST_CASE_FIXTURE(Fixture, "the answer to a change shows every change before it") {
    std::vector<std::int64_t> versions(40);
    std::vector<std::int64_t> quantities(40);
    {
        std::atomic<std::size_t> next = 0;
        std::vector<std::jthread> shoppers;
        for (int i = 0; i < 8; ++i)
            shoppers.emplace_back([&] {
                for (auto mine = next++; mine < 40; mine = next++) {
                    const auto contents = add("MUG").value();
                    versions[mine] = contents.version;
                    quantities[mine] = contents.items.at(0).quantity;
                }
            });
    }
    for (std::size_t i = 0; i < 40; ++i) CHECK(versions[i] == quantities[i] + 1);
}

TEST_CASE_FIXTURE(Fixture, "a change waits for the one before it and builds on what that left") {
    const auto first = add("MUG").value().items.at(0).id;
    const auto second = add("TEA").value().items.at(1).id;
    std::optional<platform::Result<Contents>> changed;
    std::jthread waiting;
    everything.transact([&](platform::Tx& tx) {
        tx.run("select from cart.cart where id = $1 for update", id);
        waiting = std::jthread([&] { changed = carts->change_item(id, ada, first, 7); });
        while (
            !tx.one<bool>("select true from pg_locks l join pg_stat_activity a using (pid)"
                          " where a.datname = current_database() and not l.granted limit 1"))
            continue;
        tx.run("update cart.line set quantity = 9 where id = $1", second);
        tx.run("update cart.cart set version = 50 where id = $1", id);
    });
    waiting.join();
    const auto contents = changed.value().value();
    CHECK(contents.items.at(0).quantity == 7);
    CHECK(contents.items.at(1).quantity == 9);
    CHECK(contents.version == 51);
}

TEST_CASE_FIXTURE(Fixture, "adding costs two round trips beside the catalogue's") {
    REQUIRE(add("MUG").has_value());
    const auto before = test_database().pool().statistics().round_trips;
    REQUIRE(add("MUG").has_value());
    CHECK(test_database().pool().statistics().round_trips - before == 2);
}

TEST_CASE_FIXTURE(Fixture, "goods that are short are flagged when the cart is read") {
    REQUIRE(add("MUG", 5).has_value());
    REQUIRE(add("TEA").has_value());
    CHECK(contents().warnings.empty());
    inventory.on_sale[mug.id] = 4;
    CHECK(warnings_of(contents()) == std::vector<std::string>{"insufficient_stock"});
    CHECK(contents().warnings[0].item_id == contents().items[0].id);
    CHECK(contents().warnings[0].detail.find("4") != std::string::npos);
    inventory.on_sale[mug.id] = 5;
    CHECK(contents().warnings.empty());
}
