#include "shop.hpp"

using namespace kontor;
using namespace kontor::recommendations;
using namespace kontor::recommendations::test;

TEST_CASE("beside a product stands what is bought with it, never the product itself") {
    Shop shop;
    const auto tea = shop.add("Darjeeling");
    const auto pot = shop.add("Porcelain");
    const auto saw = shop.add("Hacksaw");
    shop.order({tea, pot});
    shop.order({tea, pot});
    shop.order({tea, saw});
    const auto titles = shop.beside(tea);
    REQUIRE_EQ(titles.size(), 2);
    CHECK_EQ(titles.front(), "Porcelain");
    CHECK_FALSE(contains(titles, "Darjeeling"));
}

TEST_CASE("a product that nobody bought yet has what is like it beside it") {
    Shop shop;
    const auto mug = shop.add("Red octopus mug", R"("categories":["mugs"])");
    shop.add("Blue octopus mug", R"("categories":["mugs"])");
    shop.add("Hacksaw", R"("attributes":{"steel":true})");
    CHECK_EQ(shop.beside(mug), Titles{"Blue octopus mug"});
}

TEST_CASE("what shares a category and an attribute is similar without a word in common") {
    Shop shop;
    const auto one = shop.add("Alpha", R"("categories":["lamps"],"attributes":{"socket":"E27"})");
    shop.add("Beta", R"("categories":["lamps"],"attributes":{"socket":"E27"})");
    shop.add("Gamma", R"("categories":["lamps"],"attributes":{"socket":"GU10"})");
    CHECK_EQ(shop.beside(one), Titles{"Beta", "Gamma"});
}

TEST_CASE("what is no longer on sale is recommended no longer") {
    Shop shop;
    const auto tea = shop.add("Darjeeling");
    const auto pot = shop.add("Porcelain");
    const auto cup = shop.add("Cup");
    shop.order({tea, pot, cup});
    CHECK_EQ(shop.beside(tea).size(), 2);

    REQUIRE(shop.catalog->remove(pot, std::nullopt).has_value());
    shop.dispatcher.drain();
    const auto at_once = shop.recommendations->beside(tea, {{}, 10, "en"}).value();
    CHECK_EQ(Shop::titles(at_once), Titles{"Cup"});

    catalog::ProductChange archive;
    archive.status = catalog::Status::archived;
    std::ignore = shop.catalog->change(tea, archive).value();
    shop.dispatcher.drain();
    shop.wait();
    CHECK_EQ(shop.recommendations->beside(tea, {{}, 10, "en"}).error().code,
             "recommendations.no_such_product");
    CHECK(shop.beside(cup).empty());
}

TEST_CASE("what is sold out comes after what can be had") {
    Shop shop;
    const auto tea = shop.add("Darjeeling");
    const auto pot = shop.add("Porcelain");
    const auto cup = shop.add("Cup");
    shop.order({tea, pot});
    shop.order({tea, pot});
    shop.order({tea, cup});
    shop.search.sold_out = {pot};
    CHECK_EQ(shop.beside(tea), Titles{"Cup", "Porcelain"});
    CHECK_EQ(shop.beside(tea, 1), Titles{"Cup"});
}

TEST_CASE("a list is made once a minute, in the language asked for") {
    Shop shop;
    const auto tea = shop.add("Darjeeling");
    const auto pot = shop.add("Porcelain");
    CHECK(shop.beside(tea).empty());
    shop.order({tea, pot});
    CHECK(shop.recommendations->beside(tea, {{}, 10, "de"}).value().data.empty());
    CHECK_EQ(shop.search.last_language, "de");
    CHECK_EQ(shop.beside(tea), Titles{"Porcelain"});
}

TEST_CASE("beside a basket stands what goes with any of it, and nothing that is in it") {
    Shop shop;
    const auto tea = shop.add("Darjeeling");
    const auto pot = shop.add("Porcelain");
    const auto saw = shop.add("Hacksaw");
    const auto wood = shop.add("Plank");
    shop.order({tea, pot});
    shop.order({saw, wood});
    shop.order({tea, saw});
    const auto found =
        Shop::titles(shop.recommendations->beside_basket({tea, saw}, {{}, 10, "en"}));
    CHECK(contains(found, "Porcelain"));
    CHECK(contains(found, "Plank"));
    CHECK_EQ(found.size(), 2);
    CHECK_EQ(Shop::titles(shop.recommendations->beside_basket({ProductId::make()}, {{}, 2, "en"}))
                 .size(),
             2);
}

TEST_CASE("a customer gets what goes with their own purchases, others what is popular") {
    Shop shop;
    const auto tea = shop.add("Darjeeling");
    const auto pot = shop.add("Porcelain");
    const auto saw = shop.add("Hacksaw");
    const auto wood = shop.add("Plank");
    const auto ada = auth::UserId::make();
    const auto bob = auth::UserId::make();
    for (int number = 0; number < 3; ++number) {
        shop.order({tea, pot});
        shop.order({saw, wood});
    }
    shop.order({saw, wood});
    shop.order({tea}, ada);
    CHECK_EQ(shop.for_customer(ada).front(), "Porcelain");
    CHECK_FALSE(contains(shop.for_customer(ada), "Darjeeling"));
    const auto popular = shop.for_customer(bob, 2);
    CHECK(contains(popular, "Hacksaw"));
    CHECK_EQ(Shop::titles(shop.recommendations->for_visitor({{}, 2, "en"})), popular);
}

TEST_CASE("where customers come back for the same, it is offered again") {
    Shop shop;
    const auto beans = shop.add("Beans");
    const auto grinder = shop.add("Grinder");
    const auto ada = auth::UserId::make();
    shop.order({beans, grinder}, ada);
    CHECK_FALSE(contains(shop.for_customer(ada), "Beans"));
    for (int number = 0; number < 3; ++number) shop.order({beans}, ada);
    CHECK_EQ(shop.for_customer(ada).front(), "Beans");
}

TEST_CASE("a cancelled order leaves a customer without a history") {
    Shop shop;
    const auto tea = shop.add("Darjeeling");
    const auto pot = shop.add("Porcelain");
    const auto saw = shop.add("Hacksaw");
    const auto ada = auth::UserId::make();
    shop.order({tea, pot});
    shop.order({saw});
    shop.order({saw});
    shop.cancel(shop.order({tea}, ada));
    CHECK_EQ(shop.for_customer(ada).front(), "Hacksaw");
}
