#include "shop.hpp"
#include "store.hpp"

#include <map>
#include <random>

using namespace kontor;
using namespace kontor::recommendations;
using namespace kontor::recommendations::test;

namespace {

// Everything that is counted, as text.
std::vector<std::string> counted(Shop& shop) {
    return shop.database.read([](platform::Reader& reader) {
        return reader.all<std::string>(
            "select format('%s %s %s %s', id, baskets, listed, terms) line"
            "  from recommendations.product where baskets > 0 or listed"
            " union all select format('%s %s %s', product, other, weight)"
            "  from recommendations.pair where weight <> 0"
            " union all select format('%s %s', term, products)"
            "  from recommendations.term where products <> 0 order by 1");
    });
}

std::int64_t weight(Shop& shop, const ProductId& one, const ProductId& other) {
    return shop.database
        .read([&](platform::Reader& reader) {
            return reader.one<std::int64_t>(
                "select weight from recommendations.pair"
                " where product = $1::uuid and other = $2::uuid",
                one, other);
        })
        .value_or(0);
}

std::int64_t baskets(Shop& shop, const ProductId& product) {
    return shop.database
        .read([&](platform::Reader& reader) {
            return reader.one<std::int64_t>(
                "select baskets from recommendations.product where id = $1::uuid", product);
        })
        .value_or(0);
}

}  // namespace

TEST_CASE("an order counts its products and its pairs, both ways") {
    Shop shop;
    const auto ids = shop.add_many(3);
    shop.order({ids[0], ids[1], ids[0]});
    shop.order({ids[0], ids[2]});
    CHECK_EQ(baskets(shop, ids[0]), 2);
    CHECK_EQ(baskets(shop, ids[1]), 1);
    CHECK_EQ(weight(shop, ids[0], ids[1]), weight_of_pair(2));
    CHECK_EQ(weight(shop, ids[1], ids[0]), weight_of_pair(2));
    CHECK_EQ(weight(shop, ids[1], ids[2]), 0);
    CHECK_EQ(weight(shop, ids[0], ids[0]), 0);
}

TEST_CASE("an order that is told of twice counts once") {
    Shop shop;
    const auto ids = shop.add_many(2);
    orders::OrderPlaced order{OrderId::make(), "1", "a@example.org", {1, eur}, {}, {}};
    for (const auto& id : ids)
        order.items.push_back({orders::OrderItemId::make(), catalog::VariantId::make(), 1, id});
    shop.publish(order);
    shop.publish(order);
    shop.dispatcher.drain();
    CHECK_EQ(baskets(shop, ids[0]), 1);
    CHECK_EQ(weight(shop, ids[0], ids[1]), weight_of_pair(2));
}

TEST_CASE("a cancelled order is taken back, also in the turn that it was told of") {
    Shop shop;
    const auto ids = shop.add_many(3);
    const auto before = counted(shop);
    const auto order = shop.order({ids[0], ids[1]});
    shop.cancel(order);
    CHECK_EQ(counted(shop), before);
    shop.cancel(order);
    shop.announce_cancel(shop.announce_order({ids[0], ids[1], ids[2]}));
    shop.dispatcher.drain();
    CHECK_EQ(counted(shop), before);
}

TEST_CASE("of a large basket the pairs are bounded, and all products count") {
    Shop shop;
    const auto ids = shop.add_many(60);
    shop.order(ids);
    CHECK_EQ(baskets(shop, ids[59]), 1);
    CHECK_EQ(weight(shop, ids[0], ids[49]), weight_of_pair(50));
    CHECK_EQ(weight(shop, ids[0], ids[50]), 0);
}

TEST_CASE("an order of before orders named products is understood by its variants") {
    Shop shop;
    const auto one = shop.add("One");
    const auto other = shop.add("Other");
    orders::OrderPlaced order{OrderId::make(), "1", "a@example.org", {1, eur}, {}, {}};
    for (const auto& product : shop.catalog->products({one, other}))
        order.items.push_back({orders::OrderItemId::make(), product.variants.front().id, 1, {}});
    order.items.push_back({orders::OrderItemId::make(), catalog::VariantId::make(), 1, {}});
    shop.publish(order);
    shop.dispatcher.drain();
    CHECK_EQ(weight(shop, one, other), weight_of_pair(2));
}

TEST_CASE("a product that was ordered before it was heard of is described then") {
    Shop shop;
    const auto id = shop.add("Teapot");
    shop.database.transact([](platform::Tx& tx) { tx.run("delete from recommendations.product"); });
    shop.order({id, shop.add("Cup")});
    const auto known =
        shop.database.read([&](platform::Reader& reader) { return store::products(reader, {id}); });
    REQUIRE_EQ(known.size(), 1);
    CHECK(known.front().listed);
}

TEST_CASE("whatever was ordered, cancelled, renamed and deleted: a rebuild changes nothing") {
    for (const auto seed : {1u, 2u, 3u}) {
        Shop shop;
        std::mt19937 random(seed);
        const auto below = [&](std::size_t limit) { return random() % limit; };
        auto ids = shop.add_many(12);
        std::vector<OrderId> placed;
        std::map<OrderId, Ids> kept;
        for (int step = 0; step < 60; ++step) {
            const auto what = below(10);
            if (what == 0) {
                catalog::ProductChange change;
                change.title = platform::Text<1, 300>::accept("Name " + std::to_string(below(5)));
                std::ignore = shop.catalog->change(ids[below(ids.size())], change);
            } else if (what == 1 && below(4) == 0) {
                std::ignore = shop.catalog->remove(ids[below(ids.size())], std::nullopt);
            } else if (what < 4 && !placed.empty()) {
                const auto order = placed[below(placed.size())];
                shop.announce_cancel(order);
                kept.erase(order);
            } else {
                Ids basket;
                for (std::size_t line = 0; line <= below(6); ++line)
                    basket.push_back(ids[below(ids.size())]);
                placed.push_back(shop.announce_order(basket));
                kept[placed.back()] = basket;
            }
            if (below(3) == 0) shop.dispatcher.drain();
        }
        shop.dispatcher.drain();

        std::map<ProductId, std::int64_t> expected;
        for (const auto& [order, basket] : kept)
            for (const auto& id : std::set<ProductId>(basket.begin(), basket.end())) ++expected[id];
        for (const auto& id : ids) CHECK_EQ(baskets(shop, id), expected[id]);

        const auto incremental = counted(shop);
        std::size_t shown = 0;
        CHECK_EQ(shop.recommendations->rebuild([&](std::size_t done) { shown = done; }),
                 kept.size());
        CHECK_GT(shown, 0);
        CHECK_EQ(counted(shop), incremental);
    }
}

TEST_CASE("what a guest bought and claimed was bought by the customer") {
    Shop shop;
    const auto ids = shop.add_many(2);
    const auto customer = auth::UserId::make();
    const auto order = shop.order(ids, std::nullopt, "hash of the token");
    const auto bought_by = [&](const std::string& whom) {
        return shop.database.read([&](platform::Reader& reader) {
            return *reader.one<std::int64_t>("select count(*) from recommendations.basket where " +
                                             whom);
        });
    };
    CHECK_EQ(bought_by("guest is not null"), 1);
    shop.publish(orders::OrderClaimed{order, customer, "a@example.org", "hash of the token"});
    shop.dispatcher.drain();
    CHECK_EQ(bought_by("guest is not null"), 0);
    CHECK_EQ(bought_by("customer = '" + platform::to_string(customer.uuid()) + "'"), 1);
    CHECK_EQ(baskets(shop, ids[0]), 1);
}
