#include "office.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::pricing;
using namespace kontor::pricing::test;
using namespace kontor::platform::http;

namespace {

// The office with its routes.
class Counter : public Office {
public:
    Counter() { add_routes(router, backing(), config, "a secret"); }

    Response send(Method method, const std::string& path, const std::string& body = "",
                  const Headers& more = {}) {
        Headers headers{{"Host", "shop.example"}};
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        headers.insert(headers.end(), more.begin(), more.end());
        return router.handle({method, "/v1/admin/" + path, headers, body, {}});
    }
    boost::json::value json(Method method, const std::string& path, const std::string& body = "") {
        const auto answer = send(method, path, body);
        CHECK_MESSAGE(answer.status < 300, answer.body);
        return answer.body.empty() ? boost::json::value() : boost::json::parse(answer.body);
    }
    std::string created(const std::string& path, const std::string& body) {
        return std::string(json(Method::post, path, body).at("id").as_string());
    }

    Caller caller{.kind = Caller::Kind::staff,
                  .user = platform::new_uuid(),
                  .permissions = {"pricing.read", "pricing.write"}};
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

const std::string free_shipping = R"({"name":"Free","benefit":{"kind":"free_shipping"}})";

// Every id of a list, page by page.
std::vector<std::string> walk(Counter& counter, const std::string& path, const char* member) {
    std::vector<std::string> found;
    std::string cursor;
    do {
        const auto page = counter.json(
            Method::get, path + "?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (const auto& row : page.at("data").as_array())
            found.emplace_back(row.at(member).as_string());
        const auto& next = page.at("next_cursor");
        cursor = next.is_null() ? "" : std::string(next.as_string());
    } while (!cursor.empty());
    return found;
}

}  // namespace

TEST_CASE("every route of the staff needs its permission") {
    Counter counter;
    const auto list = counter.created("price-lists", R"({"name":"A"})");
    const auto promotion = counter.created("promotions", free_shipping);
    const auto zone = counter.created("tax-zones", R"({"name":"A","areas":[],"rates":[]})");
    counter.caller.permissions = {"catalog.write", "pricing.read"};
    const std::vector<std::pair<Method, std::string>> writing{
        {Method::post, "price-lists"},
        {Method::put, "price-lists/" + list},
        {Method::del, "price-lists/" + list},
        {Method::put, "price-lists/" + list + "/entries"},
        {Method::del, "price-lists/" + list + "/entries/" + catalog::VariantId::make().text()},
        {Method::post, "promotions"},
        {Method::put, "promotions/" + promotion},
        {Method::del, "promotions/" + promotion},
        {Method::post, "promotions/" + promotion + "/coupons"},
        {Method::del, "promotions/" + promotion + "/coupons/A"},
        {Method::post, "tax-zones"},
        {Method::put, "tax-zones/" + zone},
        {Method::del, "tax-zones/" + zone}};
    for (const auto& [method, path] : writing)
        CHECK_EQ(counter.send(method, path, method == Method::del ? "" : "{}").status, 403);
    const std::vector<std::string> reading{"price-lists",
                                           "price-lists/" + list,
                                           "price-lists/" + list + "/entries",
                                           "promotions",
                                           "promotions/" + promotion,
                                           "promotions/" + promotion + "/coupons",
                                           "promotions/" + promotion + "/coupons.csv",
                                           "tax-zones",
                                           "tax-zones/" + zone};
    for (const auto& path : reading) CHECK_EQ(counter.send(Method::get, path).status, 200);
    counter.caller.permissions = {"pricing.write"};
    for (const auto& path : reading) CHECK_EQ(counter.send(Method::get, path).status, 403);
    counter.caller = {.kind = Caller::Kind::customer, .user = platform::new_uuid()};
    for (const auto& path : reading) CHECK_EQ(counter.send(Method::get, path).status, 403);
}

TEST_CASE("a price list is written, filled by sku, read page by page, and removed") {
    Counter counter;
    const auto id = counter.created("price-lists", R"({"name":"Sale","kind":"sale"})");
    const auto path = "price-lists/" + id;
    std::string entries;
    std::vector<Sold> goods;
    for (int i = 0; i < 5; ++i) {
        goods.push_back(counter.sell(1000));
        entries += (i ? "," : "") + (R"({"sku":")" + goods.back().sku +
                                     R"(","price":{"amount":700,"currency":"EUR"}})");
    }
    const auto put = R"({"entries":[)" + entries + "]}";
    CHECK_EQ(counter.send(Method::put, path + "/entries", put).status, 204);
    CHECK_EQ(counter.send(Method::put, path + "/entries", put).status, 204);
    for (const auto& sold : goods) CHECK_EQ(counter.price(sold), 700);
    CHECK_EQ(walk(counter, path + "/entries", "variant_id").size(), 5);

    const auto first = path + "/entries/" + goods[0].variant.text();
    CHECK_EQ(counter.send(Method::del, first + "?currency=USD").status, 404);
    CHECK_EQ(counter.send(Method::del, first + "?currency=EUR&min_quantity=1").status, 204);
    CHECK_EQ(counter.send(Method::del, first).status, 404);
    CHECK_EQ(counter.price(goods[0]), 1000);

    CHECK_EQ(counter.json(Method::get, path).at("kind").as_string(), "sale");
    CHECK_EQ(counter.json(Method::put, path, R"({"name":"Other","active":false})")
                 .at("kind")
                 .as_string(),
             "list");
    CHECK_EQ(counter.price(goods[1]), 1000);
    CHECK_EQ(counter.send(Method::del, path).status, 204);
    CHECK_EQ(counter.send(Method::get, path).status, 404);
    CHECK_EQ(counter.send(Method::del, path).status, 404);
}

TEST_CASE("entries that make no sense are refused, and none is kept") {
    Counter counter;
    const auto id = counter.created("price-lists", R"({"name":"Sale"})");
    const auto tea = counter.sell(1000);
    const auto price = [](const std::string& amount, const std::string& currency = "EUR") {
        return R"("price":{"amount":)" + amount + R"(,"currency":")" + currency + R"("}})";
    };
    const auto good = R"({"sku":")" + tea.sku + R"(",)" + price("700");
    const std::vector<std::string> bad{
        "",
        good + "," + good,
        good + R"(,{"sku":"none",)" + price("700"),
        good + R"(,{"variant_id":")" + catalog::VariantId::make().text() + R"(",)" + price("700"),
        good + ",{" + price("700"),
        R"({"sku":")" + tea.sku + R"(",)" + price("0"),
        R"({"sku":")" + tea.sku + R"(",)" + price("-1"),
        R"({"sku":")" + tea.sku + R"(",)" + price("1000000000000001"),
        R"({"sku":")" + tea.sku + R"(",)" + price("700", "JPY"),
        R"({"sku":")" + tea.sku + R"(","min_quantity":0,)" + price("700"),
        R"({"sku":")" + tea.sku + R"(","min_quantity":10001,)" + price("700")};
    for (const auto& entries : bad)
        CHECK_EQ(counter
                     .send(Method::put, "price-lists/" + id + "/entries",
                           R"({"entries":[)" + entries + "]}")
                     .status,
                 422);
    CHECK_EQ(counter.price(tea), 1000);
    CHECK_EQ(counter
                 .send(Method::post, "price-lists",
                       R"({"name":"A","starts_at":"2026-02-02T00:00:00Z",)"
                       R"("ends_at":"2026-02-01T00:00:00Z"})")
                 .status,
             422);
    CHECK_EQ(
        counter
            .send(Method::post, "price-lists",
                  R"({"name":"A","customer_group":")" + customers::GroupId::make().text() + R"("})")
            .status,
        422);
    CHECK_EQ(walk(counter, "price-lists", "id").size(), 1);
}

TEST_CASE("coupons are made, listed page by page, exported as CSV, and removed") {
    Counter counter;
    const auto id = counter.created("promotions", free_shipping);
    const auto path = "promotions/" + id + "/coupons";
    CHECK_EQ(counter.json(Method::post, path, R"({"code":"summer"})").at("created").as_int64(), 1);
    CHECK_EQ(counter.send(Method::post, path, R"({"code":"Summer "})").status, 409);
    counter.json(Method::post, path, R"({"count":4,"prefix":"x-","limit":2})");
    const auto codes = walk(counter, path, "code");
    CHECK_EQ(codes.size(), 5);

    const auto csv = counter.send(Method::get, path + ".csv");
    CHECK_EQ(csv.status, 200);
    CHECK_EQ(*find_header(csv.headers, "Content-Type"), "text/csv; charset=utf-8");
    CHECK(csv.body.starts_with("code,limit,used,created_at\r\nSUMMER,,0,2026-01-31T12:00:00.000Z"));
    for (const auto& code : codes) CHECK_NE(csv.body.find(code), std::string::npos);

    CHECK_EQ(counter.send(Method::del, path + "/sUmMeR").status, 204);
    CHECK_EQ(counter.send(Method::del, path + "/summer").status, 404);
    CHECK_EQ(counter.send(Method::del, "promotions/" + id).status, 204);
    CHECK_EQ(counter.send(Method::get, path).status, 404);
    CHECK_EQ(counter.send(Method::get, path + ".csv").status, 404);
}

TEST_CASE("a promotion is replaced only by who has seen it as it is") {
    Counter counter;
    const auto path = "promotions/" + counter.created("promotions", free_shipping);
    const auto seen = counter.send(Method::get, path);
    const Headers match{{"If-Match", std::string(*find_header(seen.headers, "ETag"))}};
    counter.clock.advance(std::chrono::seconds(1));
    CHECK_EQ(counter.send(Method::put, path, free_shipping, match).status, 200);
    CHECK_EQ(counter.send(Method::put, path, free_shipping, match).status, 412);
    CHECK_EQ(counter.send(Method::del, path, "", match).status, 412);
    CHECK_EQ(counter.send(Method::del, path, "", {{"If-Match", "*"}}).status, 204);
}

TEST_CASE("tax zones are listed with the home zone first") {
    Counter counter;
    counter.created("tax-zones", R"({"name":"B","areas":[{"country":"DE"}],"rates":[]})");
    const auto second = counter.created(
        "tax-zones", R"({"name":"A","home":true,"areas":[{"country":"AT"}],"rates":[]})");
    const auto zones = counter.json(Method::get, "tax-zones");
    CHECK_EQ(zones.at("data").at(0).at("id").as_string(), second);
    CHECK(zones.at("next_cursor").is_null());
    CHECK_EQ(counter.send(Method::del, "tax-zones/" + second).status, 409);
    CHECK_EQ(counter
                 .send(Method::post, "tax-zones",
                       R"({"name":"C","areas":[{"country":"DE"}],"rates":[]})")
                 .status,
             422);
    CHECK_EQ(counter
                 .send(Method::post, "tax-zones",
                       R"({"name":"C","areas":[{"country":"ZZ"}],"rates":[]})")
                 .status,
             422);
}

TEST_CASE("ids of another kind, unknown fields and forged cursors are refused") {
    Counter counter;
    const auto list = counter.created("price-lists", R"({"name":"A"})");
    CHECK_EQ(counter.send(Method::get, "promotions/" + list).status, 404);
    CHECK_EQ(counter.send(Method::post, "price-lists", R"({"name":"A","used":5})").status, 422);
    CHECK_EQ(counter.send(Method::get, "price-lists?cursor=abc").status, 400);
    CHECK_EQ(counter.send(Method::get, "price-lists?limit=1000").status, 422);
    CHECK_EQ(counter.send(Method::get, "price-lists?sort=name").status, 400);
    const auto cursorless = counter.created("price-lists", R"({"name":"B"})");
    const auto page = counter.json(Method::get, "price-lists?limit=1");
    CHECK_EQ(counter
                 .send(Method::get,
                       "promotions?cursor=" + std::string(page.at("next_cursor").as_string()))
                 .status,
             400);
}
