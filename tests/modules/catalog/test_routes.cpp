#include "shop.hpp"

#include "catalog/events.hpp"
#include "inventory/events.hpp"

#include <boost/json.hpp>

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

    Site() { add_routes(router, *shop.catalog, *shop.stock, eur, "secret"); }

    platform::http::RouterOptions options() {
        platform::http::RouterOptions made;
        made.authenticate = staff;
        made.cache = &cache;
        return made;
    }
    Response get(const std::string& target) {
        return router.handle({Method::get, target, {}, "", ""});
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

std::string new_product(const std::string& title, const std::string& sku) {
    return R"({"title":")" + title + R"(","variants":[{"sku":")" + sku +
           R"(","stock":2,"prices":[{"amount":1999,"currency":"EUR"}]}]})";
}

}  // namespace

TEST_CASE("a product is shown by id and by slug with price and availability") {
    Site site;
    const auto created = site.send(Method::post, "/v1/admin/products", new_product("Lamp", "lamp"));
    REQUIRE(created.status == 201);
    const auto id = std::string(parsed(created).at("id").as_string());
    for (const auto& name : {id, std::string("lamp")}) {
        const auto shown = site.get("/v1/products/" + name);
        REQUIRE(shown.status == 200);
        const auto product = parsed(shown);
        CHECK(product.at("price").at("amount") == 1999);
        CHECK(product.at("available") == true);
        CHECK(product.at("variants").at(0).at("sku") == "lamp");
        CHECK_FALSE(product.contains("updated_at"));
    }
    CHECK(site.get("/v1/products/no-such").status == 404);
    CHECK(site.get("/v1/products/%00").status < 500);
}

TEST_CASE("only published products are shown to shoppers") {
    Site site;
    auto draft = simple("Secret", "secret");
    draft.status = Status::draft;
    const auto product = *site.shop.catalog->create(draft);
    CHECK(site.get("/v1/products/" + product.slug).status == 404);
    CHECK(site.get("/v1/admin/products/" + product.id.text()).status == 200);
}

TEST_CASE("a cached page is dropped by a fact about its product or its stock") {
    Site site;
    const auto product = *site.shop.catalog->create(simple("Cached", "cached"));
    const auto path = "/v1/products/" + product.id.text();
    const auto& variant = product.variants[0].id;
    site.get(path);
    CHECK(site.cache.find(path) != nullptr);
    drop_cached({std::string(inventory::StockChanged::name), variant.uuid(), "{}"}, site.cache);
    CHECK(site.cache.find(path) == nullptr);
    site.get(path);
    drop_cached({std::string(ProductChanged::name), product.id.uuid(), "{}"}, site.cache);
    CHECK(site.cache.find(path) == nullptr);
    site.get("/v1/categories");
    CHECK(site.cache.find("/v1/categories") != nullptr);
}

TEST_CASE("categories are a tree") {
    Site site;
    auto all = site.shop.made.superuser();
    all.transact([](platform::Tx& tx) {
        tx.run(
            "insert into catalog.category (id, slug, name) values"
            " ('00000000-0000-7000-8000-000000000001', 'root', 'Root')");
        tx.run(
            "insert into catalog.category (id, slug, name, parent) values"
            " ('00000000-0000-7000-8000-000000000002', 'leaf', 'Leaf',"
            " '00000000-0000-7000-8000-000000000001')");
    });
    const auto tree = parsed(site.get("/v1/categories"));
    bool found = false;
    for (const auto& node : tree.at("data").as_array())
        if (node.at("slug") == "root") found = node.at("children").at(0).at("slug") == "leaf";
    CHECK(found);
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
