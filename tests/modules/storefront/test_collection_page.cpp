#include "catalog/events.hpp"
#include "search/events.hpp"
#include "window.hpp"

using namespace kontor;
using namespace kontor::storefront;

namespace {

struct Shelf : Window {
    Shelf() {
        std::string ids;
        for (int i = 0; i < 3; ++i) {
            products.push_back(add_simple().id);
            ids.append(ids.empty() ? "\"" : ",\"").append(products.back().text()).append("\"");
        }
        static int count = 0;
        collection = collections
                         ->create(from_json<catalog::NewCollection>(
                             R"({"title":"Summer )" + std::to_string(++count) +
                             R"(","products":[)" + ids + "]}"))
                         .value();
    }
    std::string path() const { return "/collections/" + collection.slug + "/products"; }

    std::vector<catalog::ProductId> products;
    catalog::Collection collection;
};

std::string id_at(const boost::json::value& page, int place) {
    return std::string(page.at_pointer("/data/" + std::to_string(place) + "/id").as_string());
}

}  // namespace

TEST_CASE_FIXTURE(Shelf, "a collection's products are listed in its order, page by page") {
    const auto first = page(path() + "?limit=2");
    REQUIRE(first.at("data").as_array().size() == 2);
    CHECK(id_at(first, 0) == products[0].text());
    CHECK(id_at(first, 1) == products[1].text());
    const std::string cursor(first.at("next_cursor").as_string());
    const auto second = page(path() + "?limit=2&cursor=" + cursor);
    REQUIRE(second.at("data").as_array().size() == 1);
    CHECK(id_at(second, 0) == products[2].text());
    CHECK(second.at("next_cursor").is_null());
    CHECK(get(path() + "?cursor=forged").status == 400);
    CHECK(get(path() + "?limit=0").status == 422);
    CHECK(page("/collections/" + collection.id.text() + "/products").at("data").as_array().size() ==
          3);
    CHECK(page(path(), "de").at_pointer("/data/0/title") == "In de");
}

TEST_CASE_FIXTURE(Shelf, "what is not listed is left out") {
    search.withdrawn = products[1];
    const auto shown = page(path());
    REQUIRE(shown.at("data").as_array().size() == 2);
    CHECK(id_at(shown, 1) == products[2].text());
}

TEST_CASE_FIXTURE(Shelf, "a collection that is hidden or does not exist is not found") {
    CHECK(get("/collections/no-such/products").status == 404);
    const auto hidden = from_json<catalog::CollectionChange>(R"({"published":false})");
    REQUIRE(collections->change(collection.id, hidden).has_value());
    CHECK(get(path()).status == 404);
}

TEST_CASE_FIXTURE(Shelf, "a slug that the collection had before leads to the present one") {
    const auto before = path();
    const auto renamed =
        from_json<catalog::CollectionChange>(R"({"slug":")" + collection.slug + "-renamed\"}");
    REQUIRE(collections->change(collection.id, renamed).has_value());
    const auto moved = get(before + "?limit=2");
    CHECK(moved.status == 301);
    CHECK(platform::http::find_header(moved.headers, "Location") ==
          "/v1/collections/" + collection.slug + "-renamed/products?limit=2");
}

TEST_CASE_FIXTURE(Shelf, "the list is kept until the collection or the listing changes") {
    const auto kept = [&] { return cache.find("/v1" + path()) != nullptr; };
    for (const auto& [name, key] : std::vector<std::pair<std::string_view, platform::Uuid>>{
             {catalog::CollectionChanged::name, collection.id.uuid()},
             {catalog::CollectionDeleted::name, collection.id.uuid()},
             {search::ListingChanged::name, platform::Uuid{}}}) {
        get(path());
        REQUIRE(kept());
        drop_cached({std::string(name), key, "{}"}, cache);
        CHECK_FALSE(kept());
    }
}
