#include "post_office.hpp"

#include <boost/json/parse.hpp>

using namespace kontor;
using namespace kontor::notifications;
using namespace kontor::platform::http;

namespace {

struct Desk : PostOffice {
    Desk() {
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"messages.read"};
        add_routes(router, *notifications, "secret");
    }
    Response get(const std::string& query) {
        return router.handle(
            {Method::get, "/v1/admin/messages" + query, {{"Host", "shop.example"}}, {}, {}});
    }
    boost::json::object page(const std::string& query) {
        const auto answer = get(query);
        REQUIRE_EQ(answer.status, 200);
        return boost::json::parse(answer.body).as_object();
    }

    Caller caller;
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; }}};
};

}  // namespace

TEST_CASE("staff page through messages, newest first") {
    Desk desk;
    for (const auto* name : {"a", "b", "c"})
        desk.register_customer(std::string(name) + "@example.org");
    const auto first = desk.page("?limit=2");
    REQUIRE_EQ(first.at("data").as_array().size(), 2);
    CHECK_EQ(first.at("data").at(0).at("recipient").as_string(), "c@example.org");
    CHECK_EQ(first.at("data").at(0).at("status").as_string(), "queued");

    const std::string cursor(first.at("next_cursor").as_string());
    const auto second = desk.page("?limit=2&cursor=" + cursor);
    REQUIRE_EQ(second.at("data").as_array().size(), 1);
    CHECK_EQ(second.at("data").at(0).at("recipient").as_string(), "a@example.org");
    CHECK(second.at("next_cursor").is_null());

    CHECK_EQ(desk.get("?status=sent&cursor=" + cursor).status, 400);
    CHECK_EQ(desk.get("?cursor=nonsense").status, 400);
}

TEST_CASE("messages are listed by status") {
    Desk desk;
    desk.register_customer("ada@example.org");
    CHECK_EQ(desk.page("?status=queued").at("data").as_array().size(), 1);
    CHECK(desk.page("?status=sent").at("data").as_array().empty());
    CHECK_EQ(desk.get("?status=lost").status, 422);
}

TEST_CASE("who may not read messages is refused") {
    Desk desk;
    desk.caller.permissions = {"orders.read"};
    CHECK_EQ(desk.get("").status, 403);
}
