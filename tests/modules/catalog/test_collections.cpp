#include "shop.hpp"

#include <set>

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

struct Gallery {
    Shop shop;

    Product add(const std::string& title, std::int64_t price, const std::string& more = "") {
        return shop.catalog
            ->create(request(R"({"title":")" + title + R"(","variants":[{"sku":")" + title +
                             R"(","prices":[{"amount":)" + std::to_string(price) +
                             R"(,"currency":"EUR"}]}])" + (more.empty() ? "" : "," + more) + "}"))
            .value();
    }
    platform::Result<Collection> create(const std::string& rest) {
        return shop.collections->create(
            of_json<NewCollection>(R"({"title":"A collection",)" + rest + "}"));
    }
    platform::Result<Collection> change(const Collection& collection, const std::string& json) {
        return shop.collections->change(collection.id, of_json<CollectionChange>(json));
    }
    std::vector<ProductId> products(const Collection& collection) {
        std::vector<ProductId> ids;
        std::optional<CollectionPlace> after;
        while (true) {
            const auto page = shop.collections->collection_products(collection.id, after, 2);
            for (const auto& place : page) ids.push_back(place.product);
            if (page.size() < 2) return ids;
            after = page.back();
        }
    }
    std::set<ProductId> chosen(const std::string& rule) {
        const auto collection = create(R"("rule":)" + rule).value();
        const auto ids = products(collection);
        return {ids.begin(), ids.end()};
    }
    static std::string list(const std::vector<ProductId>& ids) {
        std::string text;
        for (const auto& id : ids) text += (text.empty() ? "\"" : ",\"") + id.text() + "\"";
        return "[" + text + "]";
    }
};

}  // namespace

TEST_CASE_FIXTURE(Gallery, "products chosen by hand keep their order") {
    const auto a = add("a", 1).id, b = add("b", 1).id, c = add("c", 1).id;
    const auto collection = *create(R"("products":)" + list({b, c, a}));
    CHECK(products(collection) == std::vector{b, c, a});
    REQUIRE(change(collection, R"({"products":)" + list({c, b}) + "}").has_value());
    CHECK(products(collection) == std::vector{c, b});
    CHECK(shop.facts_of(collection.id).size() == 2);
    REQUIRE(shop.catalog->remove(c, std::nullopt).has_value());
    CHECK(products(collection) == std::vector{b});
    CHECK(code_of(create(R"("products":)" + list({a, a}))) == "catalog.product_twice");
    CHECK(code_of(create(R"("products":)" + list({ProductId::make()}))) ==
          "catalog.no_such_product");
}

TEST_CASE_FIXTURE(Gallery, "only what is published is in a collection that shoppers see") {
    const auto shown = add("shown", 1).id;
    const auto draft = add("draft", 1, R"("status":"draft")").id;
    const auto collection = *create(R"("products":)" + list({draft, shown}));
    CHECK(products(collection) == std::vector{shown});
}

TEST_CASE_FIXTURE(Gallery, "a rule chooses by category, attribute, price and title") {
    const auto top = *shop.categories->create(of_json<NewCategory>(R"({"name":"Top"})"));
    REQUIRE(
        shop.categories
            ->create(of_json<NewCategory>(R"({"name":"Leaf","parent":")" + top.id.text() + "\"}"))
            .has_value());
    const auto red =
        add("Red Lamp", 1000, R"("categories":["leaf"],"attributes":{"colour":"red","watts":5})")
            .id;
    const auto blue = add("Blue lamp", 2000, R"("attributes":{"colour":"blue","led":true})").id;
    const auto chair = add("Chair 100%", 3000, R"("categories":["top"])").id;
    using Ids = std::set<ProductId>;
    CHECK(chosen(R"({"categories":["top"]})") == Ids{red, chair});
    CHECK(chosen(R"({"categories":["leaf"]})") == Ids{red});
    CHECK(chosen(R"({"attributes":{"colour":["red","blue"]}})") == Ids{red, blue});
    CHECK(chosen(R"({"attributes":{"colour":["blue"],"led":[true]}})") == Ids{blue});
    CHECK(chosen(R"({"attributes":{"watts":[5]}})") == Ids{red});
    CHECK(chosen(R"({"attributes":{"watts":["5"]}})").empty());
    CHECK(chosen(R"({"title":"LAMP"})") == Ids{red, blue});
    CHECK(chosen(R"({"title":"0%"})") == Ids{chair});
    CHECK(chosen(R"({"price_min":{"amount":2000,"currency":"EUR"}})") == Ids{blue, chair});
    CHECK(chosen(R"({"price_max":{"amount":2000,"currency":"EUR"}})") == Ids{red, blue});
    CHECK(chosen(R"({"price_max":{"amount":2000,"currency":"USD"}})").empty());
    CHECK(chosen(R"({"title":"lamp","price_min":{"amount":1500,"currency":"EUR"},
                     "price_max":{"amount":2500,"currency":"EUR"}})") == Ids{blue});
}

TEST_CASE_FIXTURE(Gallery, "a rule asks for numbers that attributes can have") {
    CHECK(code_of(create(R"("rule":{"attributes":{"watts":[1e20]}})")) == "catalog.bad_attribute");
    CHECK(code_of(create(R"("rule":{"attributes":{"watts":[9007199254740992]}})")) ==
          "catalog.bad_attribute");
}

TEST_CASE_FIXTURE(Gallery, "numbers of before that are too large are read, and can be changed") {
    const auto product = add("Sun", 1000, R"("attributes":{"watts":5})").id;
    const auto collection = *create(R"("rule":{"attributes":{"watts":[5]}})");
    shop.made.superuser().transact([&](platform::Tx& tx) {
        tx.run("update catalog.product set attributes = '{\"watts\":1e20}' where id = $1", product);
        tx.run("update catalog.collection set rule_attributes = '{\"watts\":[1e20]}' where id = $1",
               collection.id);
    });
    const auto kept = shop.catalog->product(product.text());
    REQUIRE(kept.has_value());
    CHECK(kept->attributes.at("watts") == AttributeValue(1e20));
    const auto listed = shop.collections->list(std::nullopt, 1).front();
    CHECK(listed.rule.value().attributes->at("watts") == std::vector<AttributeValue>{1e20});
}

TEST_CASE_FIXTURE(Gallery, "a collection by rule follows its products, newest first") {
    const auto collection = *create(R"("rule":{"title":"lamp"})");
    const auto first = add("Lamp one", 1), second = add("Lamp two", 1), other = add("Chair", 1);
    CHECK(products(collection).empty());
    shop.dispatcher.drain();
    CHECK(products(collection) == std::vector{second.id, first.id});
    const auto facts = shop.facts_of(collection.id).size();
    REQUIRE(shop.catalog->change(other.id, of_json<ProductChange>(R"({"title":"Chair lamp"})"))
                .has_value());
    REQUIRE(
        shop.catalog->change(first.id, of_json<ProductChange>(R"({"title":"Light"})")).has_value());
    shop.dispatcher.drain();
    CHECK(products(collection) == std::vector{other.id, second.id});
    CHECK(shop.facts_of(collection.id).size() > facts);
    const auto settled = shop.facts_of(collection.id).size();
    REQUIRE(shop.catalog->change(second.id, of_json<ProductChange>(R"({"description":"x"})"))
                .has_value());
    shop.dispatcher.drain();
    CHECK(shop.facts_of(collection.id).size() == settled);
}

TEST_CASE_FIXTURE(Gallery, "a collection by category follows the tree") {
    const auto top = *shop.categories->create(of_json<NewCategory>(R"({"name":"Top"})"));
    const auto leaf = *shop.categories->create(of_json<NewCategory>(R"({"name":"Leaf"})"));
    const auto product = add("Thing", 1, R"("categories":["leaf"])");
    const auto collection = *create(R"("rule":{"categories":["top"]})");
    CHECK(products(collection).empty());
    REQUIRE(shop.categories
                ->change(leaf.id, of_json<CategoryChange>(R"({"parent":")" + top.id.text() + "\"}"))
                .has_value());
    shop.dispatcher.drain();
    CHECK(products(collection) == std::vector{product.id});
}

TEST_CASE_FIXTURE(Gallery, "a rule becomes another, or gives way to choice by hand") {
    const auto lamp = add("Lamp", 1).id, chair = add("Chair", 1).id;
    const auto collection = *create(R"("rule":{"title":"lamp"})");
    CHECK(products(collection) == std::vector{lamp});
    REQUIRE(change(collection, R"({"rule":{"title":"chair"}})").has_value());
    CHECK(products(collection) == std::vector{chair});
    CHECK(code_of(change(collection, R"({"products":)" + list({lamp}) + "}")) ==
          "catalog.rule_or_products");
    const auto by_hand = *change(collection, R"({"rule":null})");
    CHECK_FALSE(by_hand.rule);
    CHECK(products(collection) == std::vector{chair});
    add("Chair two", 1);
    shop.dispatcher.drain();
    CHECK(products(collection) == std::vector{chair});
}

TEST_CASE_FIXTURE(Gallery, "rules that want nothing or contradict themselves are refused") {
    for (
        const auto* rule : {
            "{}",
            R"({"categories":[]})",
            R"({"attributes":{"colour":[]}})",
            R"({"title":""})",
            R"({"price_min":{"amount":2,"currency":"EUR"},"price_max":{"amount":1,"currency":"EUR"}})",
            R"({"price_min":{"amount":1,"currency":"EUR"},"price_max":{"amount":2,"currency":"USD"}})",
            R"({"price_min":{"amount":-1,"currency":"EUR"}})",
            R"({"price_max":{"amount":9223372036854775807,"currency":"EUR"}})",
        })
        CHECK_MESSAGE(code_of(create(R"("rule":)" + std::string(rule))) == "catalog.bad_rule",
                      rule);
    const auto nowhere = create(R"("rule":{"categories":["nowhere"]})");
    CHECK(code_of(nowhere) == "catalog.no_such_category");
    CHECK(pointer_of(nowhere) == "/rule/categories/0");
    CHECK(code_of(create(R"("rule":{"title":"x"},"products":[])")) == "catalog.rule_or_products");
    CHECK(shop.collections->list(std::nullopt, 10).empty());
}

TEST_CASE_FIXTURE(Gallery, "a collection's slug redirects, and a removed one is gone") {
    const auto collection = *create(R"("slug":"summer","rule":{"title":"x"})");
    REQUIRE(change(collection, R"({"slug":"autumn","translations":{"de":{"slug":"herbst"}}})")
                .has_value());
    CHECK(shop.collections->resolve("summer")->redirected);
    CHECK_FALSE(shop.collections->resolve("herbst")->redirected);
    CHECK(code_of(create(R"("slug":"herbst")")) == "catalog.slug_taken");
    CHECK(create(R"("slug":"summer")").has_value());
    REQUIRE(shop.collections->remove(collection.id).has_value());
    CHECK(code_of(shop.collections->resolve("autumn")) == "catalog.no_such_collection");
    CHECK(code_of(shop.collections->remove(collection.id)) == "catalog.no_such_collection");
    CHECK(shop.facts_of(collection.id).back() == "catalog.collection_deleted.v1");
}
