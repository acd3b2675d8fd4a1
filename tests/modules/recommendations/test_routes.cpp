#include "shop.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::recommendations;
using namespace kontor::recommendations::test;
using namespace kontor::platform::http;

namespace {

struct Desk : Shop {
    Caller caller;
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};

    Desk() { add_routes(router, *recommendations, *experiments, *catalog, "secret"); }

    void become_staff() {
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"catalog.read", "catalog.write"};
    }
    Response send(Method method, const std::string& target, const std::string& body = "") {
        Headers headers{{"Host", "shop.example"}};
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, target, headers, body, ""});
    }
    Response get(const std::string& target) { return send(Method::get, target); }
    Response post(const std::string& target, const std::string& body = "") {
        return send(Method::post, target, body);
    }
    static boost::json::object json(const Response& response) {
        return boost::json::parse(response.body).as_object();
    }
    static std::string code(const Response& response) {
        return std::string(json(response).at("code").as_string());
    }
    std::string create(const std::string& variants) {
        const auto answer =
            post("/v1/admin/experiments",
                 R"({"name":"Lists","placement":"product","variants":)" + variants + "}");
        if (answer.status != 201) FAIL(answer.body);
        return std::string(json(answer).at("id").as_string());
    }
};

constexpr auto two_variants =
    R"([{"name":"a","weight":1,"strategy":"mixed"},{"name":"b","weight":1,"strategy":"popular"}])";

}  // namespace

TEST_CASE("a product's recommendations are a list of summaries") {
    Desk desk;
    const auto tea = desk.add("Darjeeling");
    desk.order({tea, desk.add("Porcelain")});
    const auto answer = desk.get("/v1/products/" + tea.text() + "/recommendations?limit=5");
    REQUIRE_EQ(answer.status, 200);
    const auto page = Desk::json(answer);
    REQUIRE_EQ(page.at("data").as_array().size(), 1);
    CHECK_EQ(page.at("data").at(0).at("title").as_string(), "Porcelain");
    CHECK(page.at("next_cursor").is_null());
    CHECK_FALSE(page.contains("experiment"));
    CHECK_EQ(desk.get("/v1/products/darjeeling/recommendations?limit=5").body, answer.body);
}

TEST_CASE("a product that is not there, and limits and ids that make no sense, are refused") {
    Desk desk;
    const auto tea = desk.add("Darjeeling").text();
    const auto none = desk.get("/v1/products/" + ProductId::make().text() + "/recommendations");
    CHECK_EQ(none.status, 404);
    CHECK_EQ(Desk::code(none), "recommendations.no_such_product");
    CHECK_EQ(desk.get("/v1/products/nonsense/recommendations").status, 404);
    CHECK_EQ(desk.get("/v1/products/" + tea + "/recommendations?limit=31").status, 422);
    CHECK_EQ(desk.get("/v1/products/" + tea + "/recommendations?limit=0").status, 422);
    CHECK_EQ(desk.get("/v1/products/" + tea + "/recommendations?visitor=a%20b").status, 422);
    CHECK_EQ(desk.get("/v1/products/" + tea + "/recommendations?colour=red").status, 400);
    CHECK_EQ(desk.get("/v1/recommendations?products=").status, 422);
    CHECK_EQ(desk.get("/v1/recommendations?products=" + tea + ",").status, 422);
    CHECK_EQ(desk.get("/v1/recommendations?products=" + tea + ",user_1").status, 422);
    std::string many = tea;
    for (int number = 0; number < 40; ++number) many += "," + tea;
    CHECK_EQ(desk.get("/v1/recommendations?products=" + many).status, 422);
}

TEST_CASE("recommendations follow the basket, else the customer, else the crowd") {
    Desk desk;
    const auto tea = desk.add("Darjeeling");
    const auto pot = desk.add("Porcelain");
    const auto saw = desk.add("Hacksaw");
    const auto ada = auth::UserId::make();
    desk.order({tea, pot});
    desk.order({saw});
    desk.order({saw});
    desk.order({saw});
    desk.order({pot}, ada);
    const auto first = [&](const std::string& query) {
        return std::string(Desk::json(desk.get("/v1/recommendations" + query))
                               .at("data")
                               .at(0)
                               .at("title")
                               .as_string());
    };
    CHECK_EQ(first(""), "Hacksaw");
    CHECK_EQ(first("?products=" + tea.text()), "Porcelain");
    desk.caller.kind = Caller::Kind::customer;
    desk.caller.user = ada.uuid();
    CHECK_EQ(first(""), "Darjeeling");
}

TEST_CASE("staff describe, start, watch and stop an experiment") {
    Desk desk;
    const auto mug = desk.add("Mug").text();
    desk.become_staff();
    const auto id = desk.create(two_variants);
    const auto at = "/v1/admin/experiments/" + id;
    CHECK_EQ(Desk::json(desk.get(at)).at("status").as_string(), "draft");
    CHECK_EQ(Desk::json(desk.post(at + "/start")).at("status").as_string(), "running");

    desk.caller = {};
    const auto page =
        Desk::json(desk.get("/v1/products/" + mug + "/recommendations?visitor=visitor_1"));
    CHECK_EQ(page.at("experiment").as_string(), id);
    const auto click =
        R"({"experiment":")" + id + R"(","product":")" + mug + R"(","visitor":"visitor_1"})";
    CHECK_EQ(desk.post("/v1/recommendations/clicks", click).status, 204);

    desk.become_staff();
    const auto results = Desk::json(desk.get(at + "/results"));
    const auto index = page.at("variant").as_string() == "a" ? 0 : 1;
    const auto& result = results.at("variants").at(index);
    CHECK_EQ(result.at("answers").as_int64(), 1);
    CHECK_EQ(result.at("clicks").as_int64(), 1);
    CHECK_EQ(result.at("click_share").at("share").as_double(), 1);

    CHECK_EQ(Desk::json(desk.post(at + "/stop")).at("status").as_string(), "stopped");
    const auto again = desk.post(at + "/stop");
    CHECK_EQ(again.status, 409);
    CHECK_EQ(Desk::json(again).at("from").as_string(), "stopped");
    CHECK_EQ(desk.get("/v1/admin/experiments/" + ExperimentId::make().text()).status, 404);
}

TEST_CASE("a guest's token tells a visitor as well as an id does") {
    Desk desk;
    const auto mug = desk.add("Mug").text();
    desk.become_staff();
    const auto id = desk.create(two_variants);
    desk.post("/v1/admin/experiments/" + id + "/start");
    desk.caller = {};
    desk.caller.guest_token_hash = std::string(64, 'a');
    CHECK(Desk::json(desk.get("/v1/products/" + mug + "/recommendations")).contains("variant"));
}

TEST_CASE("experiments that compare nothing are refused") {
    Desk desk;
    desk.become_staff();
    const auto refused = [&](const std::string& variants) {
        const auto answer =
            desk.post("/v1/admin/experiments",
                      R"({"name":"Lists","placement":"product","variants":)" + variants + "}");
        CHECK_EQ(answer.status, 422);
        return Desk::code(answer);
    };
    CHECK_EQ(refused("[]"), "recommendations.bad_variants");
    CHECK_EQ(refused(R"([{"name":"a","weight":1,"strategy":"mixed"}])"),
             "recommendations.bad_variants");
    CHECK_EQ(refused(R"([{"name":"a","weight":1,"strategy":"mixed"},
                         {"name":"a","weight":1,"strategy":"popular"}])"),
             "recommendations.bad_variants");
    CHECK_EQ(refused(R"([{"name":"a","weight":0,"strategy":"mixed"},
                         {"name":"b","weight":1,"strategy":"magic"}])"),
             "json.invalid");
    CHECK(Desk::json(desk.get("/v1/admin/experiments")).at("data").as_array().empty());
}

TEST_CASE("experiments are listed page by page, newest first") {
    Desk desk;
    desk.become_staff();
    const auto first = desk.create(two_variants);
    const auto second = desk.create(two_variants);
    const auto page = Desk::json(desk.get("/v1/admin/experiments?limit=1"));
    CHECK_EQ(page.at("data").at(0).at("id").as_string(), second);
    const std::string cursor(page.at("next_cursor").as_string());
    const auto next = Desk::json(desk.get("/v1/admin/experiments?limit=1&cursor=" + cursor));
    CHECK_EQ(next.at("data").at(0).at("id").as_string(), first);
    CHECK(next.at("next_cursor").is_null());
    CHECK_EQ(desk.get("/v1/admin/experiments?cursor=nonsense").status, 400);
}

TEST_CASE(
    "experiments are the staff's, and changing them needs the right to change the catalogue") {
    Desk desk;
    CHECK_EQ(desk.get("/v1/admin/experiments").status, 401);
    desk.become_staff();
    desk.caller.permissions = {"catalog.read"};
    CHECK_EQ(desk.get("/v1/admin/experiments").status, 200);
    CHECK_EQ(desk.post("/v1/admin/experiments", "{}").status, 403);
    CHECK_EQ(desk.post("/v1/admin/experiments/" + ExperimentId::make().text() + "/start").status,
             403);
}
