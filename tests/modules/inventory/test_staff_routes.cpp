#include "warehouse.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::inventory;
using namespace kontor::inventory::test;
using namespace kontor::platform::http;
using platform::new_uuid;

namespace {

struct Desk : Warehouse {
    Caller caller;
    Router router{{.version = "1", .authenticate = [this](const Request&) {
                       return platform::Result<Caller>(caller);
                   }}};
    int status = 0;

    Desk() {
        add_routes(router, *inventory, *locations, backing, "secret");
        caller.kind = Caller::Kind::staff;
        caller.user = new_uuid();
        caller.permissions = {"inventory.read", "inventory.write"};
    }

    boost::json::value ask(Method method, const std::string& path, const std::string& body = "") {
        Headers headers{{"Host", "shop.example"}};
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        const auto answer =
            router.handle({method, "/v1/admin/" + path, headers, body, "127.0.0.1"});
        status = answer.status;
        return answer.body.empty() ? boost::json::value() : boost::json::parse(answer.body);
    }
};

}  // namespace

TEST_CASE("staff make, change and give up locations over HTTP") {
    Desk desk;
    CHECK(desk.ask(Method::post, "locations", R"({"code":"annex","name":"Annex"})").at("enabled") ==
          true);
    CHECK(desk.status == 201);
    desk.ask(Method::post, "locations", R"({"code":"annex","name":"Annex"})");
    CHECK(desk.status == 409);
    desk.ask(Method::post, "locations", R"({"code":"An nex","name":""})");
    CHECK(desk.status == 422);
    const auto address = R"({"address":{"name":"Shop","line1":"1 Road","city":"Berlin",
        "postal_code":"10115","country":"DE"}})";
    CHECK(desk.ask(Method::patch, "locations/annex", address).at("address").at("city") == "Berlin");
    CHECK(desk.ask(Method::patch, "locations/annex", R"({"address":null})")
              .as_object()
              .contains("address") == false);
    CHECK(desk.ask(Method::get, "locations").at("data").as_array().size() == 2);
    CHECK(desk.ask(Method::get, "locations/annex").at("name") == "Annex");
    desk.ask(Method::del, "locations/annex");
    CHECK(desk.status == 204);
    desk.ask(Method::get, "locations/annex");
    CHECK(desk.status == 404);
    desk.ask(Method::del, "locations/main");
    CHECK(desk.status == 409);
}

TEST_CASE("staff say how far goods are sold, and read their movements page by page") {
    Desk desk;
    const auto variant = desk.variant(5);
    const auto path = "inventory/" + variant.text();
    const auto item = desk.ask(Method::patch, path,
                               R"({"safety":2,"backorderable":true,"low_stock_threshold":1})");
    CHECK(item.at("levels").at(0).at("safety") == 2);
    CHECK(item.at("levels").at(0).at("backorderable") == true);
    CHECK(item.at("low_stock_threshold") == 1);
    desk.ask(Method::patch, path, R"({"safety":1.5})");
    CHECK(desk.status == 422);
    desk.ask(Method::patch, "inventory/nothing", R"({"safety":1})");
    CHECK(desk.status == 404);

    REQUIRE(desk.reserve(new_uuid(), {{variant, 1}}).has_value());
    REQUIRE(desk.inventory->allocate(new_uuid(), {{variant, 2}}).has_value());
    const auto first = desk.ask(Method::get, path + "/movements?limit=2");
    CHECK(first.at("data").at(0).at("kind") == "allocate");
    CHECK(first.at("data").at(0).at("allocated_after") == 2);
    CHECK(first.at("data").at(0).at("reserved_after") == 1);
    const std::string cursor(first.at("next_cursor").as_string());
    const auto rest = desk.ask(Method::get, path + "/movements?limit=2&cursor=" + cursor);
    REQUIRE(rest.at("data").as_array().size() == 1);
    CHECK(rest.at("data").at(0).at("kind") == "receive");
    CHECK(rest.at("next_cursor").is_null());
    desk.ask(Method::get, path + "/movements?location=annex");
    CHECK(desk.status == 200);
    desk.ask(Method::get, path + "/movements?cursor=" + cursor + "&location=main");
    CHECK(desk.status == 400);
}

TEST_CASE("goods are received, transferred and counted over HTTP") {
    Desk desk;
    desk.location("annex");
    const auto variant = desk.variant(0);
    const auto lines = [&](const std::string& member, int quantity) {
        return R"("lines":[{"sku":")" + variant.text() + R"(",")" + member +
               "\":" + std::to_string(quantity) + "}]";
    };
    desk.ask(Method::post, "inventory/receipts", "{" + lines("quantity", 5) + "}");
    CHECK(desk.status == 201);
    desk.ask(Method::post, "inventory/receipts", "{" + lines("quantity", 0) + "}");
    CHECK(desk.status == 422);

    const auto transfer =
        desk.ask(Method::post, "inventory/transfers",
                 R"({"source":"main","destination":"annex",)" + lines("quantity", 3) + "}");
    CHECK(desk.status == 201);
    const auto sent = "inventory/transfers/" + std::string(transfer.at("id").as_string());
    CHECK(
        desk.ask(Method::post, sent + "/receive", "{" + lines("quantity", 2) + "}").at("status") ==
        "partially_received");
    const auto refused = desk.ask(Method::post, sent + "/cancel");
    CHECK(desk.status == 409);
    CHECK(refused.at("code") == "invalid_transition");
    CHECK(refused.at("allowed").as_array().size() == 2);
    CHECK(desk.ask(Method::post, sent + "/receive", "{}").at("status") == "received");
    CHECK(desk.ask(Method::get, sent).at("lines").at(0).at("received") == 3);
    CHECK(
        desk.ask(Method::get, "inventory/transfers?status=received").at("data").as_array().size() ==
        1);

    const auto take =
        desk.ask(Method::post, "inventory/stock-takes", R"({"location":"annex","note":"yearly"})");
    CHECK(desk.status == 201);
    const auto counting = "inventory/stock-takes/" + std::string(take.at("id").as_string());
    CHECK(desk.ask(Method::post, counting + "/counts", "{" + lines("counted", 1) + "}")
              .at("counts")
              .at(0)
              .at("difference") == -2);
    CHECK(desk.ask(Method::post, counting + "/close").at("status") == "closed");
    desk.ask(Method::post, counting + "/cancel");
    CHECK(desk.status == 409);
    CHECK(desk.ask(Method::get, counting).at("location") == "annex");
    CHECK(desk.ask(Method::get, "inventory/stock-takes").at("data").as_array().size() == 1);
    CHECK(desk.level_at(variant, "annex").on_hand == 1);
    CHECK(is_sound(desk));
}

TEST_CASE("who may only read changes nothing") {
    Desk desk;
    desk.caller.permissions = {"inventory.read"};
    const auto variant = desk.variant(1);
    desk.ask(Method::get, "locations");
    CHECK(desk.status == 200);
    for (const auto* path :
         {"locations", "inventory/receipts", "inventory/transfers", "inventory/stock-takes"}) {
        desk.ask(Method::post, path, "{}");
        CHECK(desk.status == 403);
    }
    desk.ask(Method::patch, "inventory/" + variant.text(), R"({"safety":1})");
    CHECK(desk.status == 403);
    desk.ask(Method::del, "locations/main");
    CHECK(desk.status == 403);
}
