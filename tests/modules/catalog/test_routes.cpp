#include "shop.hpp"

#include "catalog/events.hpp"

#include <boost/json.hpp>

#include <atomic>
#include <barrier>
#include <thread>

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;
using platform::http::Headers;
using platform::http::Method;
using platform::http::Request;
using platform::http::Response;

namespace {

platform::Result<platform::http::Caller> staff(const Request&) {
    platform::http::Caller caller;
    caller.kind = platform::http::Caller::Kind::staff;
    caller.user = platform::new_uuid();
    caller.permissions = {"catalog.read", "catalog.write"};
    return caller;
}

struct Site {
    Shop& shop = open_shop();
    platform::http::ResponseCache cache{1 << 20};
    platform::http::Router router{options()};

    Site() {
        add_routes(
            router,
            {*shop.catalog, *shop.categories, *shop.collections, *shop.attributes, *shop.stock},
            eur, "secret");
    }

    platform::http::RouterOptions options() {
        platform::http::RouterOptions made;
        made.authenticate = staff;
        made.cache = &cache;
        made.languages = *platform::http::LanguageList::accept(
            {*platform::LanguageTag::accept("en"), *platform::LanguageTag::accept("de")});
        return made;
    }
    Response get(const std::string& target, Headers headers = {}) {
        return router.handle({Method::get, target, std::move(headers), "", ""});
    }
    Response send(Method method, const std::string& target, const std::string& body,
                  Headers headers = {}) {
        headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, target, headers, body, ""});
    }
};

boost::json::object parsed(const Response& response) {
    return boost::json::parse(response.body).as_object();
}

}  // namespace

TEST_CASE("cached answers are dropped by the facts that concern them") {
    Site site;
    const auto dropped_by = [&](const std::string& path, std::string_view fact) {
        const auto told = facts_that_drop();
        CHECK(std::ranges::find(told, fact) != told.end());
        REQUIRE(site.get(path).status == 200);
        CHECK(site.cache.find(path) != nullptr);
        drop_cached({std::string(fact), platform::new_uuid(), "{}"}, site.cache);
        return site.cache.find(path) == nullptr;
    };
    CHECK(dropped_by("/v1/categories", CategoryChanged::name));
    CHECK(dropped_by("/v1/categories", CategoryDeleted::name));
    CHECK(dropped_by("/v1/collections", CollectionChanged::name));
    CHECK(dropped_by("/v1/collections", CollectionDeleted::name));
    CHECK(dropped_by("/v1/attributes", AttributeChanged::name));
    CHECK_FALSE(dropped_by("/v1/categories", ProductChanged::name));
}

TEST_CASE("an import that makes a category announces it") {
    auto& shop = open_shop();
    auto product = simple("Announced", "announced");
    product.categories = {"announced-category"};
    const auto created = *shop.catalog->create(product);
    CHECK(shop.facts_of(created.categories[0].id) ==
          std::vector<std::string>{"catalog.category_changed.v1"});
}

TEST_CASE("categories are a tree in the language asked for, and old slugs lead on") {
    Site site;
    const auto root = parsed(site.send(Method::post, "/v1/admin/categories",
                                       R"({"name":"Furniture","translations":
                                           {"de":{"name":"Möbel","slug":"moebel"}}})"));
    const auto id = std::string(root.at("id").as_string());
    const auto leaf = site.send(Method::post, "/v1/admin/categories",
                                R"({"name":"Chairs","parent":")" + id + R"("})");
    REQUIRE(leaf.status == 201);
    CHECK(platform::http::find_header(leaf.headers, "Location") ==
          "/v1/admin/categories/" + std::string(parsed(leaf).at("id").as_string()));
    const auto tree = parsed(site.get("/v1/categories", {{"Accept-Language", "de-AT"}}));
    bool found = false;
    for (const auto& node : tree.at("data").as_array())
        if (node.at("slug") == "moebel")
            found = node.at("name") == "Möbel" && node.at("children").at(0).at("slug") == "chairs";
    CHECK(found);

    const auto shown = parsed(site.get("/v1/categories/chairs"));
    CHECK(shown.at("path").at(0).at("slug") == "furniture");
    CHECK(parsed(site.get("/v1/categories/moebel")).at("children").at(0).at("name") == "Chairs");
    const auto renamed =
        site.send(Method::patch, "/v1/admin/categories/" + id, R"({"slug":"good-furniture"})");
    CHECK(renamed.status == 200);
    const auto moved = site.get("/v1/categories/furniture");
    CHECK(moved.status == 301);
    CHECK(platform::http::find_header(moved.headers, "Location") ==
          "/v1/categories/good-furniture");
    CHECK(site.get("/v1/categories/nowhere").status == 404);
    CHECK(site.send(Method::del, "/v1/admin/categories/" + id, "").status == 409);
    CHECK(site.send(Method::del, "/v1/admin/categories/" + id + "?contents=lost", "").status ==
          422);
    CHECK(site.send(Method::del, "/v1/admin/categories/" + id + "?contents=move_up", "").status ==
          204);
}

TEST_CASE("collections are shown once they are published, and their products listed") {
    Site site;
    const auto product = *site.shop.catalog->create(simple("Collected", "collected"));
    const auto made = parsed(site.send(Method::post, "/v1/admin/collections",
                                       R"({"title":"Hand picked","published":false,
                                           "products":[")" +
                                           product.id.text() + R"("]})"));
    const auto id = std::string(made.at("id").as_string());
    CHECK(site.get("/v1/collections/hand-picked").status == 404);
    const auto path = "/v1/admin/collections/" + id;
    const auto etag = platform::http::etag_of(site.get(path).body);
    CHECK(site.send(Method::patch, path, R"({"published":true})", {{"If-Match", "\"x\""}}).status ==
          412);
    CHECK(site.send(Method::patch, path, R"({"published":true,"slug":"picked"})",
                    {{"If-Match", etag}})
              .status == 200);
    CHECK(site.get("/v1/collections/hand-picked").status == 301);
    CHECK(parsed(site.get("/v1/collections/picked")).at("title") == "Hand picked");
    const auto products = parsed(site.get(path + "/products"));
    CHECK(products.at("data").at(0).as_string() == product.id.text());
    CHECK(products.at("next_cursor").is_null());
    CHECK(site.send(Method::del, path, "").status == 204);
    CHECK(site.get(path).status == 404);
}

TEST_CASE("collections come page by page") {
    Site site;
    for (int index = 0; index < 3; ++index)
        REQUIRE(site.send(Method::post, "/v1/admin/collections",
                          R"({"title":"Page )" + std::to_string(index) + R"("})")
                    .status == 201);
    const auto first = parsed(site.get("/v1/collections?limit=2"));
    CHECK(first.at("data").at(0).at("title") == "Page 2");
    const auto cursor = std::string(first.at("next_cursor").as_string());
    CHECK(
        parsed(site.get("/v1/collections?limit=2&cursor=" + cursor)).at("data").at(0).at("title") ==
        "Page 0");
    CHECK(site.get("/v1/admin/collections?cursor=" + cursor).status == 400);
}

TEST_CASE("attributes are named in the language asked for") {
    Site site;
    const auto made = site.send(Method::post, "/v1/admin/attributes",
                                R"({"code":"finish","type":"choice","unit":"x","choices":[
                                    {"value":"matt","translations":{"de":{"label":"mattiert"}}},
                                    {"value":"gloss","label":"Glossy"}],
                                    "translations":{"de":{"label":"Oberfläche"}}})");
    REQUIRE(made.status == 201);
    const auto find = [&](const std::string& language) {
        const auto list = parsed(site.get("/v1/attributes", {{"Accept-Language", language}}));
        for (const auto& attribute : list.at("data").as_array())
            if (attribute.at("code") == "finish") return boost::json::value(attribute);
        return boost::json::value();
    };
    CHECK(find("de").at("label") == "Oberfläche");
    CHECK(find("de").at("choices").at(0).at("label") == "mattiert");
    CHECK(find("de").at("choices").at(1).at("label") == "Glossy");
    CHECK(find("en").at("label") == "finish");
    const auto path = "/v1/admin/attributes/" + std::string(parsed(made).at("id").as_string());
    CHECK(site.send(Method::patch, path, R"({"unit":null})").status == 200);
    CHECK_FALSE(parsed(site.get(path)).contains("unit"));
    CHECK(site.send(Method::del, path, "").status == 204);
    CHECK(site.get(path).status == 404);
}

TEST_CASE("variants are added and removed through their product") {
    Site site;
    const auto product = *site.shop.catalog->create(simple("Growing", "growing-1"));
    const auto path = "/v1/admin/products/" + product.id.text();
    const auto added = site.send(Method::post, path + "/variants",
                                 R"({"sku":"growing-2","prices":[{"amount":5,"currency":"EUR"}]})");
    REQUIRE(added.status == 201);
    CHECK(platform::http::find_header(added.headers, "Location") == path);
    const auto variant = std::string(parsed(added).at("variants").at(1).at("id").as_string());
    CHECK(site.send(Method::del, "/v1/admin/variants/" + variant, "", {{"If-Match", "\"x\""}})
              .status == 412);
    CHECK(site.send(Method::del, "/v1/admin/variants/" + variant, "").status == 204);
    CHECK(
        site.send(Method::del, "/v1/admin/variants/" + product.variants[0].id.text(), "").status ==
        409);
}

TEST_CASE("a change carries If-Match or not, and only the right one is taken") {
    Site site;
    const auto product = *site.shop.catalog->create(simple("Matched", "matched"));
    const auto path = "/v1/admin/products/" + product.id.text();
    const auto shown = site.get(path);
    const auto etag = platform::http::etag_of(shown.body);
    const std::string body = R"({"title":"Changed"})";
    CHECK(site.send(Method::patch, path, body, {{"If-Match", "\"other\""}}).status == 412);
    CHECK(site.send(Method::patch, path, body, {{"If-Match", etag}}).status == 200);
    CHECK(site.send(Method::patch, path, body, {{"If-Match", etag}}).status == 412);
    CHECK(site.send(Method::patch, path, body).status == 200);
    CHECK(site.send(Method::patch, path, R"({"colour":"red"})").status == 422);
}

TEST_CASE("variants are changed and products removed only as If-Match describes them") {
    Site site;
    const auto product = *site.shop.catalog->create(simple("Guarded", "guarded"));
    const auto path = "/v1/admin/products/" + product.id.text();
    const auto variant = "/v1/admin/variants/" + product.variants[0].id.text();
    const auto etag = platform::http::etag_of(site.get(path).body);
    const std::string body = R"({"weight_grams":5})";
    CHECK(site.send(Method::patch, variant, body, {{"If-Match", "\"other\""}}).status == 412);
    CHECK(site.send(Method::patch, variant, body, {{"If-Match", etag}}).status == 200);
    CHECK(site.send(Method::patch, variant, body, {{"If-Match", etag}}).status == 412);
    CHECK(site.send(Method::patch, "/v1/admin/variants/" + VariantId::make().text(), body,
                    {{"If-Match", etag}})
              .status == 404);
    CHECK(site.send(Method::del, path, "", {{"If-Match", etag}}).status == 412);
    const auto newer = platform::http::etag_of(site.get(path).body);
    CHECK(site.send(Method::del, path, "", {{"If-Match", newer}}).status == 204);
}

TEST_CASE("of several who change what they all have seen one is taken") {
    Site site;
    const auto made = [&](const std::string& kind, const std::string& body) {
        return "/v1/admin/" + kind + "/" +
               std::string(
                   parsed(site.send(Method::post, "/v1/admin/" + kind, body)).at("id").as_string());
    };
    struct Contended {
        std::string path;
        std::string member;
    };
    for (const auto& [path, member] :
         {Contended{made("categories", R"({"name":"Contended"})"), "name"},
          Contended{made("collections", R"({"title":"Contended","products":[]})"), "title"},
          Contended{made("attributes", R"({"code":"contended","type":"text"})"), "label"}}) {
        const auto etag = platform::http::etag_of(site.get(path).body);
        constexpr int number = 8;
        std::barrier start(number);
        std::atomic<int> taken = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < number; ++i)
                threads.emplace_back([&, i] {
                    start.arrive_and_wait();
                    const auto body = "{\"" + member + "\":\"By " + std::to_string(i) + "\"}";
                    if (site.send(Method::patch, path, body, {{"If-Match", etag}}).status == 200)
                        ++taken;
                });
        }
        CHECK(taken == 1);
        CHECK(site.send(Method::del, path, "", {{"If-Match", etag}}).status == 412);
        CHECK(site.send(Method::del, path, "").status == 204);
    }
}

TEST_CASE("staff list products by words and status, page by page") {
    Site site;
    for (int index = 0; index < 5; ++index)
        REQUIRE(site.shop.catalog->create(simple("Listed 100%", "listed_" + std::to_string(index)))
                    .has_value());
    const auto first = parsed(site.get("/v1/admin/products?q=listed%20100%25&limit=3"));
    CHECK(first.at("data").as_array().size() == 3);
    const auto cursor = std::string(first.at("next_cursor").as_string());
    const auto second =
        parsed(site.get("/v1/admin/products?q=listed%20100%25&limit=3&cursor=" + cursor));
    CHECK(second.at("data").as_array().size() == 2);
    CHECK(second.at("next_cursor").is_null());
    CHECK(site.get("/v1/admin/products?q=other&cursor=" + cursor).status == 400);
    CHECK(parsed(site.get("/v1/admin/products?q=sted_1")).at("data").as_array().size() == 1);
    CHECK(parsed(site.get("/v1/admin/products?q=listed_&status=draft"))
              .at("data")
              .as_array()
              .empty());
    CHECK(site.get("/v1/admin/products?status=lost").status == 422);
}

TEST_CASE("staff change a variant and remove a product") {
    Site site;
    const auto product = *site.shop.catalog->create(simple("Short-lived", "short-lived"));
    const auto changed =
        site.send(Method::patch, "/v1/admin/variants/" + product.variants[0].id.text(),
                  R"({"prices":[{"amount":1500,"currency":"EUR"}]})");
    CHECK(changed.status == 200);
    CHECK(parsed(changed).at("price").at("amount") == 1500);
    const auto path = "/v1/admin/products/" + product.id.text();
    CHECK(site.send(Method::del, path, "").status == 204);
    CHECK(site.send(Method::del, path, "").status == 404);
}
