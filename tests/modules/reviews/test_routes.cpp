#include "catalog/module.hpp"
#include "forum.hpp"
#include "inventory/module.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::reviews;
using namespace kontor::platform::http;

namespace {

struct Site {
    static test::TestDatabase& shared() {
        static test::TestDatabase made({"inventory", "catalog", "reviews"});
        return made;
    }

    Site() {
        add_routes(router, *reviews, *catalog, "secret");
        events.on_committed([this](auto facts) {
            for (const auto& fact : facts) drop_cached(fact, cache);
        });
        sign_in(auth::UserId::make());
    }

    catalog::Product new_product(const std::string& more = "") {
        const auto sku = platform::to_string(platform::new_uuid());
        const auto json = R"({"title":"Thing )" + sku + "\"," + more + R"("variants":[{"sku":")" +
                          sku + R"(","prices":[{"amount":1999,"currency":"EUR"}]}]})";
        return catalog->create(platform::json::read<catalog::NewProduct>(json).value()).value();
    }
    void sign_in(const auth::UserId& user) {
        caller = {};
        caller.kind = Caller::Kind::customer;
        caller.user = user.uuid();
    }
    void sign_in_staff() {
        caller = {};
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"reviews.read", "reviews.write"};
    }

    Response ask(Method method, const std::string& path, const std::string& body = {},
                 Headers headers = {}) {
        headers.emplace_back("Host", "shop.example");
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, "/v1" + path, headers, body, {}});
    }
    static boost::json::value json(const Response& answer) {
        return boost::json::parse(answer.body);
    }
    static std::string text(const Response& answer, const std::string& pointer) {
        return std::string(json(answer).at_pointer(pointer).as_string());
    }
    // Written by somebody else and accepted; its id.
    std::string accepted(const catalog::ProductId& product, int stars) {
        const auto before = caller;
        sign_in(auth::UserId::make());
        const auto written = ask(Method::post, "/products/" + product.text() + "/reviews",
                                 R"({"stars":)" + std::to_string(stars) + "}");
        sign_in_staff();
        const auto id = text(written, "/id");
        REQUIRE(ask(Method::post, "/admin/reviews/" + id + "/accept").status == 200);
        caller = before;
        return id;
    }

    test::ManualClock clock;
    platform::EventLog events;
    platform::Database inventory_tables = shared().database("inventory");
    platform::Database catalog_tables = shared().database("catalog");
    platform::Database tables = shared().database("reviews");
    std::unique_ptr<inventory::Inventory> stock =
        inventory::make_inventory(inventory_tables, events, clock);
    std::unique_ptr<catalog::Catalog> catalog =
        catalog::make_catalog(catalog_tables, events, clock, *stock);
    std::unique_ptr<Reviews> reviews = make_reviews(tables, events, clock, {});
    Caller caller;
    ResponseCache cache{1 << 20};
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; },
         .cache = &cache}};
};

}  // namespace

TEST_CASE_FIXTURE(Site, "a customer writes a review, reads it, writes it anew and takes it back") {
    const auto product = new_product();
    const auto path = "/products/" + product.slug + "/reviews";
    const auto first = ask(Method::post, path, R"({"stars":4,"title":"Good","author":"Ada"})");
    REQUIRE(first.status == 201);
    CHECK(text(first, "/status") == "new");
    CHECK(text(first, "/product_id") == product.id.text());
    const auto location = find_header(first.headers, "Location");
    REQUIRE(location);
    CHECK(*location == "/v1/products/" + product.id.text() + "/reviews/mine");

    CHECK(json(ask(Method::get, path + "/mine")) == json(first));
    CHECK(ask(Method::post, path, R"({"stars":2})").status == 200);
    const auto again = ask(Method::put, path + "/mine", R"({"stars":1,"text":"It broke."})");
    CHECK(again.status == 200);
    CHECK(text(again, "/id") == text(first, "/id"));
    CHECK(text(again, "/title") == "");
    CHECK(ask(Method::del, path + "/mine").status == 204);
    CHECK(ask(Method::get, path + "/mine").status == 404);
    CHECK(ask(Method::del, path + "/mine").status == 404);
}

TEST_CASE_FIXTURE(Site, "an own review is changed only as If-Match describes it") {
    const auto path = "/products/" + new_product().slug + "/reviews/mine";
    REQUIRE(ask(Method::put, path, R"({"stars":4})").status == 201);
    const auto etag = etag_of(ask(Method::get, path).body);
    CHECK(ask(Method::put, path, R"({"stars":3})", {{"If-Match", "\"other\""}}).status == 412);
    CHECK(ask(Method::put, path, R"({"stars":3})", {{"If-Match", etag}}).status == 200);
    CHECK(ask(Method::del, path, {}, {{"If-Match", etag}}).status == 412);
    CHECK(ask(Method::del, path, {}, {{"If-Match", etag_of(ask(Method::get, path).body)}}).status ==
          204);
}

TEST_CASE_FIXTURE(Site, "reviews of what is not sold are not written and not listed") {
    const auto draft = new_product(R"("status":"draft",)");
    for (const auto& name : {draft.slug, catalog::ProductId::make().text(), std::string("no-such")})
        for (const auto method : {Method::get, Method::post}) {
            const auto body = method == Method::get ? "" : R"({"stars":5})";
            CHECK(ask(method, "/products/" + name + "/reviews", body).status == 404);
        }
}

TEST_CASE_FIXTURE(Site, "a review that breaks a rule is refused and not kept") {
    const auto path = "/products/" + new_product().slug + "/reviews";
    const auto text_of = [](std::size_t length) {
        return R"({"stars":5,"text":")" + std::string(length, 'x') + "\"}";
    };
    for (const std::string body :
         {R"({})", R"({"stars":0})", R"({"stars":6})", R"({"stars":4.5})", R"({"stars":"5"})",
          R"({"stars":9223372036854775807})", R"({"stars":5,"title":"a\u0007b"})",
          R"({"stars":5,"text":"a\u009bb"})", R"({"stars":5,"author":""})",
          R"({"stars":5,"author":"ada@example.org"})", R"({"stars":5,"verified_purchase":true})",
          R"({"stars":5,"status":"accepted"})"})
        CHECK_MESSAGE(ask(Method::post, path, body).status == 422, body);
    CHECK(ask(Method::post, path, R"({"stars":5,"text":"a\u0000b"})").status == 400);
    CHECK(ask(Method::post, path, text_of(5001)).status == 422);
    CHECK(ask(Method::get, path + "/mine").status == 404);
    CHECK(ask(Method::post, path, text_of(5000)).status == 201);
    CHECK(text(ask(Method::put, path + "/mine", R"({"stars":5,"text":"<b>1 < 2</b>\n\"'"})"),
               "/text") == "<b>1 < 2</b>\n\"'");
}

TEST_CASE_FIXTURE(Site, "everybody reads the accepted reviews, with rating and distribution") {
    const auto product = new_product();
    const auto path = "/products/" + product.slug + "/reviews";
    accepted(product.id, 5);
    accepted(product.id, 4);
    ask(Method::post, path, R"({"stars":1})");
    caller = {};
    const auto list = json(ask(Method::get, path));
    CHECK(list.at("data").as_array().size() == 2);
    CHECK(list.at_pointer("/rating/average") == 4.5);
    CHECK(list.at_pointer("/rating/count") == 2);
    CHECK(list.at("distribution").as_array().size() == 5);
    CHECK(list.at_pointer("/distribution/0/stars") == 5);
    CHECK(list.at_pointer("/distribution/0/count") == 1);
    CHECK(list.at_pointer("/distribution/4/count") == 0);
    CHECK(list.at("next_cursor").is_null());
    const auto& review = list.at_pointer("/data/0").as_object();
    CHECK(review.at("author") == "A customer");
    CHECK_FALSE(review.contains("customer"));
    CHECK_FALSE(review.contains("status"));
}

TEST_CASE_FIXTURE(Site,
                  "the list goes on where its cursor says, in the order that it was asked for") {
    const auto product = new_product();
    const auto path = "/products/" + product.slug + "/reviews";
    for (const int stars : {3, 5, 1}) accepted(product.id, stars);
    for (const auto& [sort, middle] :
         std::vector<std::pair<std::string, int>>{{"highest", 3}, {"lowest", 3}, {"newest", 5}}) {
        const auto first = json(ask(Method::get, path + "?limit=1&sort=" + sort));
        const std::string cursor(first.at("next_cursor").as_string());
        const auto next = ask(Method::get, path + "?limit=1&sort=" + sort + "&cursor=" + cursor);
        CHECK(json(next).at_pointer("/data/0/stars") == middle);
        CHECK(ask(Method::get, path + "?sort=helpful&cursor=" + cursor).status == 400);
        const auto other = "/products/" + new_product().slug + "/reviews";
        CHECK(ask(Method::get, other + "?sort=" + sort + "&cursor=" + cursor).status == 400);
    }
    CHECK(ask(Method::get, path + "?sort=price;--").status == 422);
    CHECK(ask(Method::get, path + "?limit=1000000").status == 422);
    CHECK(ask(Method::get, path + "?page=2").status == 400);
}

TEST_CASE_FIXTURE(Site, "the cached list is dropped by whatever changes it") {
    const auto product = new_product();
    const auto path = "/products/" + product.slug + "/reviews";
    const auto helpful = [&] { return json(ask(Method::get, path)).at_pointer("/data/0/helpful"); };
    const auto review = accepted(product.id, 4);
    CHECK(helpful() == 0);
    REQUIRE(cache.find("/v1" + path) != nullptr);
    CHECK(ask(Method::post, "/reviews/" + review + "/helpful").status == 204);
    CHECK(helpful() == 1);
    CHECK(ask(Method::del, "/reviews/" + review + "/helpful").status == 204);
    CHECK(helpful() == 0);
    sign_in_staff();
    CHECK(
        ask(Method::post, "/admin/reviews/" + review + "/answer", R"({"text":"Thanks!"})").status ==
        200);
    CHECK(text(ask(Method::get, path), "/data/0/answer") == "Thanks!");
    accepted(product.id, 2);
    CHECK(json(ask(Method::get, path)).at_pointer("/rating/count") == 2);
    const auto hidden = platform::json::read<catalog::ProductChange>(R"({"status":"draft"})");
    REQUIRE(catalog->change(product.id, hidden.value()).has_value());
    CHECK(ask(Method::get, path).status == 404);
}

TEST_CASE_FIXTURE(Site, "staff read, accept, reject and answer") {
    const auto product = new_product();
    const auto id = text(
        ask(Method::post, "/products/" + product.slug + "/reviews", R"({"stars":4,"text":"Fine"})"),
        "/id");
    sign_in_staff();
    const auto queue = json(ask(Method::get, "/admin/reviews?status=new&limit=1"));
    CHECK(queue.at_pointer("/data/0/id") == boost::json::string(id));
    CHECK_FALSE(queue.at_pointer("/data/0").as_object().contains("history"));
    const auto path = "/admin/reviews/" + id;
    CHECK(ask(Method::post, path + "/reject", "{}").status == 422);
    const auto rejected = ask(Method::post, path + "/reject", R"({"reason":"Off topic"})");
    CHECK(text(rejected, "/status") == "rejected");
    const auto refused = ask(Method::post, path + "/accept");
    CHECK(refused.status == 409);
    CHECK(text(refused, "/code") == "invalid_transition");
    CHECK(text(refused, "/from") == "rejected");
    CHECK(text(refused, "/to") == "accepted");
    CHECK(json(refused).at("allowed").as_array().size() == 1);
    const auto shown = json(ask(Method::get, path));
    CHECK(shown.at("history").as_array().size() == 2);
    CHECK(shown.at_pointer("/history/1/reason") == "Off topic");
    CHECK(shown.at_pointer("/history/1/from") == "new");
    CHECK(ask(Method::get, "/admin/reviews/" + ReviewId::make().text()).status == 404);
    CHECK(ask(Method::get, "/admin/reviews?status=lost").status == 422);
}

TEST_CASE_FIXTURE(Site, "staff decide on the words that they have read") {
    const auto author = auth::UserId::make();
    sign_in(author);
    const auto mine = "/products/" + new_product().slug + "/reviews/mine";
    const auto id = text(ask(Method::put, mine, R"({"stars":4,"text":"Fine"})"), "/id");
    sign_in_staff();
    const auto path = "/admin/reviews/" + id;
    const auto read = etag_of(ask(Method::get, path).body);
    sign_in(author);
    clock.advance(std::chrono::seconds(1));
    ask(Method::put, mine, R"({"stars":4,"text":"Buy at my shop"})");
    sign_in_staff();
    CHECK(ask(Method::post, path + "/accept", {}, {{"If-Match", read}}).status == 412);
    const auto now = etag_of(ask(Method::get, path).body);
    CHECK(ask(Method::post, path + "/accept", {}, {{"If-Match", now}}).status == 200);
}

TEST_CASE_FIXTURE(Site, "who may what") {
    const auto product = new_product();
    const auto path = "/products/" + product.slug + "/reviews";
    const auto review = accepted(product.id, 4);
    CHECK(ask(Method::get, "/admin/reviews").status == 403);
    CHECK(ask(Method::post, "/admin/reviews/" + review + "/accept").status == 403);
    sign_in_staff();
    caller.permissions = {"reviews.read"};
    CHECK(ask(Method::get, "/admin/reviews").status == 200);
    CHECK(ask(Method::post, "/admin/reviews/" + review + "/answer", R"({"text":"Hi"})").status ==
          403);
    caller = {};
    CHECK(ask(Method::post, path, R"({"stars":5})").status == 401);
    CHECK(ask(Method::get, path + "/mine").status == 401);
    CHECK(ask(Method::post, "/reviews/" + review + "/helpful").status == 401);
}

TEST_CASE_FIXTURE(Site, "nobody votes for their own review") {
    const auto product = new_product();
    const auto author = auth::UserId::make();
    sign_in(author);
    const auto id =
        text(ask(Method::post, "/products/" + product.slug + "/reviews", R"({"stars":5})"), "/id");
    sign_in_staff();
    ask(Method::post, "/admin/reviews/" + id + "/accept");
    sign_in(author);
    CHECK(text(ask(Method::post, "/reviews/" + id + "/helpful"), "/code") == "reviews.own_review");
    CHECK(ask(Method::post, "/reviews/" + ReviewId::make().text() + "/helpful").status == 404);
}
