#include "club.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::customers;
using namespace kontor::platform::http;

namespace {

struct Desk : Club {
    Desk() {
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"customers.read", "customers.write"};
        add_routes(router, *customers, *addresses, "secret");
    }
    Response ask(Method method, const std::string& path, const std::string& body = {}) {
        Headers headers{{"Host", "shop.example"}};
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, "/v1/admin/customer-groups" + path, headers, body, {}});
    }
    boost::json::value json(const Response& answer) { return boost::json::parse(answer.body); }

    Caller caller;
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

}  // namespace

TEST_CASE_FIXTURE(Desk, "staff make a group, rename it and remove it") {
    const auto made = ask(Method::post, "", R"({"name":"Press"})");
    REQUIRE(made.status == 201);
    const std::string id(json(made).at("id").as_string());
    CHECK(json(made).at("members") == 0);
    const auto renamed = ask(Method::patch, "/" + id, R"({"name":"Journalists"})");
    CHECK(json(renamed).at("name") == "Journalists");
    CHECK(ask(Method::post, "", R"({"name":"journalists"})").status == 409);
    CHECK(ask(Method::del, "/" + id).status == 204);
    CHECK(ask(Method::del, "/" + id).status == 404);
    CHECK(ask(Method::patch, "/" + id, R"({"name":"Nobody"})").status == 404);
}

TEST_CASE_FIXTURE(Desk, "staff put customers into a group and take them out") {
    const auto members = "/" + new_group().id.text() + "/members";
    const auto ada = somebody().text();
    CHECK(ask(Method::put, members + "/" + ada).status == 204);
    CHECK(ask(Method::put, members + "/" + ada).status == 204);
    const auto listed = json(ask(Method::get, members));
    REQUIRE(listed.at("data").as_array().size() == 1);
    CHECK(listed.at_pointer("/data/0/customer") == boost::json::string(ada));
    CHECK(ask(Method::del, members + "/" + ada).status == 204);
    CHECK(json(ask(Method::get, members)).at("data").as_array().empty());
    CHECK(ask(Method::put, members + "/" + auth::UserId::make().text()).status == 404);
    CHECK(ask(Method::get, "/" + GroupId::make().text() + "/members").status == 404);
}

TEST_CASE_FIXTURE(Desk, "lists go on where a cursor says") {
    const auto members = "/" + new_group().id.text() + "/members";
    ask(Method::put, members + "/" + somebody().text());
    ask(Method::put, members + "/" + somebody().text());
    const auto first = json(ask(Method::get, members + "?limit=1"));
    const std::string cursor(first.at("next_cursor").as_string());
    const auto second = json(ask(Method::get, members + "?limit=1&cursor=" + cursor));
    CHECK(second.at_pointer("/data/0/customer") != first.at_pointer("/data/0/customer"));
    CHECK(second.at("next_cursor").is_null());
    CHECK(ask(Method::get, "?cursor=" + cursor).status == 400);

    new_group();
    const auto groups = json(ask(Method::get, "?limit=1"));
    const std::string next(groups.at("next_cursor").as_string());
    CHECK(json(ask(Method::get, "?limit=1&cursor=" + next)).at_pointer("/data/0/id") !=
          groups.at_pointer("/data/0/id"));
}

TEST_CASE_FIXTURE(Desk, "bad names and missing permissions are refused") {
    const auto before = customers->groups({.after = {}, .limit = 1000}).size();
    for (const auto* body : {R"({"name":""})", R"({"name":"  "})", R"({"name":7})", "{}",
                             R"({"name":"a\u0007b"})", R"({"name":"a","members":3})"})
        CHECK(ask(Method::post, "", body).status == 422);
    CHECK(ask(Method::post, "", R"({"name":")" + std::string(101, 'x') + "\"}").status == 422);
    caller.permissions = {"customers.read"};
    CHECK(ask(Method::post, "", R"({"name":"Anybody"})").status == 403);
    CHECK(customers->groups({.after = {}, .limit = 1000}).size() == before);
    caller.permissions = {};
    CHECK(ask(Method::get, "").status == 403);
}
