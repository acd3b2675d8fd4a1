#include "shop.hpp"

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

Attribute define(Shop& shop, const std::string& json) {
    return shop.attributes->define(of_json<NewAttribute>(json)).value();
}

NewProduct with(const std::string& sku, const std::string& attributes) {
    auto product = simple("With", sku);
    product.attributes = of_json<std::map<std::string, AttributeValue>>(attributes);
    return product;
}

}  // namespace

TEST_CASE("values are of the type that their attribute is defined to have") {
    auto& shop = open_shop();
    define(shop, R"({"code":"a.text","type":"text"})");
    define(shop, R"({"code":"a.number","type":"number","unit":"mm"})");
    define(shop, R"({"code":"a.flag","type":"boolean"})");
    define(shop, R"({"code":"a.choice","type":"choice","choices":[{"value":"x"},{"value":"y"}]})");
    CHECK(shop.catalog
              ->create(with("typed-1", R"({"a.text":"t","a.number":1,"a.flag":true,
                                           "a.choice":"y","undefined":5})"))
              .has_value());
    CHECK(shop.catalog->create(with("typed-2", R"({"a.number":1.5})")).has_value());
    const auto refused = shop.catalog->create(
        with("typed-3", R"({"a.text":1,"a.number":"1","a.flag":"true","a.choice":"z"})"));
    CHECK(code_of(refused) == "catalog.bad_attribute_value");
    auto pointers = pointers_of(refused);
    std::ranges::sort(pointers);
    CHECK(pointers == std::vector<std::string>{"/attributes/a.choice", "/attributes/a.flag",
                                               "/attributes/a.number", "/attributes/a.text"});

    const auto product =
        *shop.catalog->product(shop.catalog->sellable("typed-1", eur)->product.text());
    CHECK(code_of(shop.catalog->change(product.id,
                                       of_json<ProductChange>(R"({"attributes":{"a.flag":0}})"))) ==
          "catalog.bad_attribute_value");
    CHECK(*shop.catalog->product(product.id.text()) == product);
}

TEST_CASE("a definition that products contradict is refused") {
    auto& shop = open_shop();
    REQUIRE(shop.catalog->create(with("material-1", R"({"material":"oak"})")).has_value());
    const auto defined = [&](const std::string& json) {
        return code_of(shop.attributes->define(of_json<NewAttribute>(json)));
    };
    CHECK(defined(R"({"code":"material","type":"number"})") == "catalog.values_do_not_fit");
    CHECK(defined(R"({"code":"material","type":"choice","choices":[{"value":"ash"}]})") ==
          "catalog.values_do_not_fit");
    const auto material = define(
        shop, R"({"code":"material","type":"choice","choices":[{"value":"ash"},{"value":"oak"}]})");
    CHECK(defined(R"({"code":"material","type":"text"})") == "catalog.attribute_taken");
    const auto without_oak = of_json<AttributeChange>(R"({"choices":[{"value":"ash"}]})");
    CHECK(code_of(shop.attributes->change(material.id, without_oak)) ==
          "catalog.values_do_not_fit");
    CHECK(*shop.attributes->attribute(material.id) == material);
}

TEST_CASE("only an attribute of type choice has choices, each once") {
    auto& shop = open_shop();
    const auto defined = [&](const std::string& json) {
        return code_of(shop.attributes->define(of_json<NewAttribute>(json)));
    };
    CHECK(defined(R"({"code":"c","type":"choice"})") == "catalog.bad_choices");
    CHECK(defined(R"({"code":"c","type":"text","choices":[{"value":"x"}]})") ==
          "catalog.bad_choices");
    CHECK(defined(R"({"code":"c","type":"choice","choices":[{"value":"x"},{"value":"x"}]})") ==
          "catalog.bad_choices");
    CHECK(defined(R"({"code":"c","type":"text","translations":{"Deutsch":{"label":"x"}}})") ==
          "catalog.bad_language");
}

TEST_CASE("definitions are changed, announced and removed") {
    auto& shop = open_shop();
    const auto first = define(shop, R"({"code":"z.first","type":"text","position":1})");
    const auto second = define(shop, R"({"code":"z.second","type":"text","position":2,"unit":"g",
                                         "filterable":false})");
    const auto change = of_json<AttributeChange>(
        R"({"position":0,"unit":null,"label":"Second","translations":{"de":{"label":"Zweites"}}})");
    const auto changed = *shop.attributes->change(second.id, change);
    CHECK(changed.label == "Second");
    CHECK_FALSE(changed.unit);
    CHECK_FALSE(changed.filterable);
    CHECK(changed.translations.at("de").label == "Zweites");
    CHECK(*shop.attributes->change(second.id, change) == changed);
    CHECK(shop.facts_of(second.id) ==
          std::vector<std::string>{"catalog.attribute_changed.v1", "catalog.attribute_changed.v1"});
    const auto all = shop.catalog->attributes();
    const auto place = [&](const AttributeId& id) {
        return std::ranges::find(all, id, &Attribute::id) - all.begin();
    };
    CHECK(place(second.id) < place(first.id));
    CHECK(shop.attributes->remove(second.id).has_value());
    CHECK(code_of(shop.attributes->remove(second.id)) == "catalog.no_such_attribute");
    CHECK(code_of(shop.attributes->change(second.id, change)) == "catalog.no_such_attribute");
    CHECK(shop.facts_of(second.id).size() == 3);
}
