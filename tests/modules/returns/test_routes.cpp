#include "counter.hpp"
#include "platform/http/router.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::returns;
using namespace kontor::platform::http;

namespace {

struct Site : Counter {
    Site() { add_routes(router, *returns, *orders, "secret"); }

    void sign_in_guest(const std::string& token_hash = "guest") {
        caller = {};
        caller.kind = Caller::Kind::guest;
        caller.guest_token_hash = token_hash;
    }
    void sign_in_customer(const auth::UserId& user) {
        caller = {};
        caller.kind = Caller::Kind::customer;
        caller.user = user.uuid();
    }
    void sign_in_staff(std::vector<std::string> permissions = {"returns.read", "returns.write"}) {
        caller = {};
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = std::move(permissions);
    }

    Response ask(Method method, const std::string& path, const std::string& body = {}) {
        Headers headers{{"Host", "shop.example"},
                        {"Idempotency-Key", platform::to_string(platform::new_uuid())}};
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, "/v1" + path, headers, body, {}});
    }
    static boost::json::value json(const Response& answer) {
        return boost::json::parse(answer.body);
    }
    static std::string text(const Response& answer, const std::string& pointer) {
        return std::string(json(answer).at_pointer(pointer).as_string());
    }
    static std::int64_t number(const Response& answer, const std::string& pointer) {
        return json(answer).at_pointer(pointer).to_number<std::int64_t>();
    }
    static std::string returns_of(const orders::Order& order) {
        return "/orders/" + order.id.text() + "/returns";
    }
    static std::string pieces_of(const orders::Order& order, int quantity,
                                 const std::string& more = R"("reason":"does not fit")") {
        return R"({"items":[{"item_id":")" + order.items[0].id.text() + R"(","quantity":)" +
               std::to_string(quantity) + "," + more + "}]}";
    }

    Caller caller;
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

}  // namespace

TEST_CASE_FIXTURE(Site, "a guest returns goods, sees it, and thinks better of it") {
    const auto order = delivered();
    sign_in_guest();
    const auto made = ask(Method::post, returns_of(order), pieces_of(order, 2));
    REQUIRE(made.status == 201);
    CHECK(text(made, "/status") == "requested");
    CHECK(text(made, "/order_id") == order.id.text());
    CHECK(text(made, "/wish") == "refund");
    const auto path = returns_of(order) + "/" + text(made, "/id");
    const auto location = find_header(made.headers, "Location");
    REQUIRE(location);
    CHECK(*location == "/v1" + path);
    CHECK(json(ask(Method::get, path)) == json(made));
    CHECK(json(ask(Method::get, returns_of(order))).at("data").as_array().size() == 1);
    CHECK(text(ask(Method::post, path + "/cancel"), "/status") == "cancelled");
    const auto again = ask(Method::post, path + "/cancel");
    CHECK(again.status == 409);
    CHECK(text(again, "/code") == "invalid_transition");
    CHECK(text(again, "/from") == "cancelled");
    CHECK(json(again).at("allowed").as_array().empty());
}

TEST_CASE_FIXTURE(Site, "staff gets a label made, and the customer finds it in the return") {
    const auto order = delivered();
    sign_in_guest();
    const auto made = ask(Method::post, returns_of(order), pieces_of(order, 1));
    REQUIRE(made.status == 201);
    const auto path = "/admin/returns/" + text(made, "/id");
    const std::string wish = R"({"carrier":"acme","weight_grams":900})";
    CHECK(ask(Method::post, path + "/label", wish).status == 401);
    sign_in_staff();
    const auto early = ask(Method::post, path + "/label", wish);
    CHECK(early.status == 409);
    CHECK(text(early, "/code") == "returns.no_label_now");
    REQUIRE(ask(Method::post, path + "/approve").status == 200);
    const auto none = ask(Method::post, path + "/label", R"({"carrier":"manual"})");
    CHECK(none.status == 409);
    CHECK(text(none, "/code") == "shipping.no_labels");
    const auto labelled = ask(Method::post, path + "/label", wish);
    REQUIRE(labelled.status == 200);
    CHECK(text(labelled, "/label/tracking_number") == "R42");
    CHECK(text(ask(Method::get, path), "/label/path") == text(labelled, "/label/path"));
    sign_in_guest();
    CHECK(text(ask(Method::get, returns_of(order) + "/" + text(made, "/id")), "/label/path") ==
          text(labelled, "/label/path"));
    sign_in_staff({"returns.read"});
    CHECK(ask(Method::post, path + "/label", wish).status == 403);
}

TEST_CASE_FIXTURE(Site, "somebody else's returns do not exist") {
    const auto customer = auth::UserId::make();
    const auto order = delivered({customer, ""});
    const auto other = delivered();
    sign_in_customer(customer);
    const auto made = ask(Method::post, returns_of(order), pieces_of(order, 1));
    REQUIRE(made.status == 201);
    const auto path = returns_of(order) + "/" + text(made, "/id");
    for (const auto& be_somebody_else :
         {std::function<void()>([&] { sign_in_guest(); }),
          std::function<void()>([&] { sign_in_customer(auth::UserId::make()); }),
          std::function<void()>([&] { caller = {}; })}) {
        be_somebody_else();
        CHECK(ask(Method::post, returns_of(order), pieces_of(order, 1)).status == 404);
        CHECK(ask(Method::get, returns_of(order)).status == 404);
        CHECK(ask(Method::get, path).status == 404);
        CHECK(ask(Method::post, path + "/cancel").status == 404);
    }
    sign_in_guest();
    CHECK(ask(Method::get, returns_of(other) + "/" + text(made, "/id")).status == 404);
    CHECK(ask(Method::get, returns_of(other)).status == 200);
}

TEST_CASE_FIXTURE(Site, "bad requests for a return are answered where they are wrong") {
    const auto order = delivered();
    sign_in_guest();
    const auto path = returns_of(order);
    const auto status = [&](const std::string& body) {
        return ask(Method::post, path, body).status;
    };
    CHECK(status("{}") == 422);
    CHECK(status(R"({"items":[]})") == 422);
    CHECK(status(pieces_of(order, 0)) == 422);
    CHECK(status(pieces_of(order, 1, R"("reason":"")")) == 422);
    CHECK(status(pieces_of(order, 1, R"("reason":"x","more":1)")) == 422);
    CHECK(status(R"({"items":[{"item_id":"oli_x","quantity":1,"reason":"x"}]})") == 422);
    const auto many = ask(Method::post, path, pieces_of(order, 4));
    CHECK(many.status == 409);
    CHECK(text(many, "/code") == "returns.quantity_exceeds_shipped");
    CHECK(number(many, "/returnable") == 3);
    CHECK(text(many, "/errors/0/pointer") == "/items/0/quantity");
    clock.advance(std::chrono::days(15));
    const auto late = ask(Method::post, path, pieces_of(order, 1));
    CHECK(late.status == 409);
    CHECK(text(late, "/code") == "returns.too_late");
    CHECK(text(late, "/returnable_until").ends_with("Z"));
}

TEST_CASE_FIXTURE(Site, "staff takes a return from the request to the refund") {
    const auto order = delivered();
    sign_in_staff();
    const auto made = ask(Method::post, "/admin" + returns_of(order), pieces_of(order, 3));
    REQUIRE(made.status == 201);
    const auto path = "/admin/returns/" + text(made, "/id");
    CHECK(text(ask(Method::post, path + "/approve"), "/status") == "approved");
    const auto counted = [&](int quantity, const std::string& condition) {
        return R"({"items":[{"item_id":")" + order.items[0].id.text() + R"(","quantity":)" +
               std::to_string(quantity) + R"(,"condition":")" + condition +
               R"("}],"location":"main"})";
    };
    const auto first = ask(Method::post, path + "/receive", counted(1, "damaged"));
    CHECK(text(first, "/status") == "partially_received");
    const auto excess = ask(Method::post, path + "/receive", counted(3, "resaleable"));
    CHECK(excess.status == 409);
    CHECK(number(excess, "/expected") == 2);
    CHECK(ask(Method::post, path + "/receive", counted(1, "lost")).status == 422);
    CHECK(text(ask(Method::post, path + "/receive", counted(2, "resaleable")), "/status") ==
          "received");
    const auto settled = ask(Method::post, path + "/refund",
                             R"({"restocking_fee":{"amount":100,"currency":"EUR"}})");
    CHECK(text(settled, "/status") == "refunded");
    CHECK(number(settled, "/refunded/amount") == 900);
    const auto shown = ask(Method::get, path);
    CHECK(json(shown).at("history").as_array().size() == 5);
    CHECK(text(shown, "/history/4/from") == "received");
    CHECK(text(ask(Method::post, path + "/reject", R"({"reason":"worn"})"), "/code") ==
          "invalid_transition");
}

TEST_CASE_FIXTURE(Site, "staff lists returns by status and order, page by page") {
    const auto order = delivered();
    std::vector<std::string> made;
    sign_in_guest();
    for (int number = 0; number < 3; ++number)
        made.push_back(text(ask(Method::post, returns_of(order), pieces_of(order, 1)), "/id"));
    sign_in_staff();
    REQUIRE(
        ask(Method::post, "/admin/returns/" + made[1] + "/reject", R"({"reason":"worn"})").status ==
        200);
    const auto list = "/admin/returns?order_id=" + order.id.text();
    const auto page = ask(Method::get, list + "&status=requested&limit=1");
    CHECK(text(page, "/data/0/id") == made[2]);
    const auto next =
        ask(Method::get, list + "&status=requested&limit=1&cursor=" + text(page, "/next_cursor"));
    CHECK(text(next, "/data/0/id") == made[0]);
    CHECK(json(next).at("next_cursor").is_null());
    CHECK(text(ask(Method::get, list + "&status=rejected"), "/data/0/rejection_reason") == "worn");
    CHECK(ask(Method::get, list + "&cursor=" + text(page, "/next_cursor")).status == 400);
    CHECK(ask(Method::get, "/admin/returns?status=lost").status == 422);
}

TEST_CASE_FIXTURE(Site, "returns of staff are for those with the permission") {
    const auto order = delivered();
    const auto path = "/admin/returns/" + ReturnId::make().text();
    sign_in_staff({"returns.read"});
    CHECK(ask(Method::get, "/admin/returns").status == 200);
    CHECK(ask(Method::get, path).status == 404);
    for (const auto& [step, body] :
         std::vector<std::pair<std::string, std::string>>{{"approve", ""},
                                                          {"reject", R"({"reason":"worn"})"},
                                                          {"refund", "{}"},
                                                          {"receive", R"({"items":[]})"}}) {
        sign_in_staff({"returns.read"});
        CHECK(ask(Method::post, path + "/" + step, body).status == 403);
        sign_in_guest();
        CHECK(ask(Method::post, path + "/" + step, body).status == 401);
        sign_in_staff();
        CHECK(ask(Method::post, path + "/" + step, body).status == 404);
    }
}
