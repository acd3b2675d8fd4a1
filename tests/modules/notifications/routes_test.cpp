#include "inventory/events.hpp"
#include "post_office.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <set>

using namespace kontor;
using namespace kontor::notifications;
using namespace kontor::platform::http;

namespace {

struct Desk : PostOffice {
    Desk() {
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = {"messages.read", "messages.write"};
        add_routes(router, *notifications, auth, "Hafen", "secret");
    }
    Response call(Method method, const std::string& target, const std::string& body = "",
                  Headers headers = {}) {
        headers.emplace_back("Host", "shop.example");
        if (!body.empty() && !find_header(headers, "Content-Type"))
            headers.emplace_back("Content-Type", "application/json");
        return router.handle({method, target, headers, body, {}});
    }
    boost::json::value json(Method method, const std::string& target, const std::string& body = "",
                            int status = 200) {
        const auto answer = call(method, target, body);
        REQUIRE_MESSAGE(answer.status == status, answer.body);
        return boost::json::parse(answer.body);
    }
    std::string refusal(Method method, const std::string& target, const std::string& body,
                        int status) {
        return std::string(json(method, target, body, status).at("code").as_string());
    }
    void be_customer(const std::string& email) {
        caller = {.kind = Caller::Kind::customer, .user = auth.add(email).uuid()};
    }
    Response get(const std::string& query) {
        return call(Method::get, "/v1/admin/messages" + query);
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

TEST_CASE("messages are found by kind, channel, recipient and order") {
    Desk desk;
    desk.register_customer("Ada@example.org");
    const auto& order = desk.orders.add("bob@example.org");
    desk.announce(
        orders::OrderPlaced{order.id, order.number, order.email, order.totals.total, {}, {}, {}});
    const auto found = [&](const std::string& query) {
        return desk.page(query).at("data").as_array().size();
    };
    CHECK_EQ(found(""), 2);
    CHECK_EQ(found("?kind=welcome"), 1);
    CHECK_EQ(found("?kind=welcome&status=queued&channel=email&recipient=ada@EXAMPLE.org"), 1);
    CHECK_EQ(found("?channel=sms"), 0);
    CHECK_EQ(found("?order=" + order.id.text()), 1);
    CHECK_EQ(found("?order=" + order.id.text() + "&kind=welcome"), 0);
    CHECK_EQ(desk.get("?order=100042").status, 422);
}

TEST_CASE("a message is read with its parts, sent once more, and tried again") {
    Desk desk;
    desk.register_customer("ada@example.org");
    const std::string path = "/v1/admin/messages/" + desk.message().id.text();
    const auto whole = desk.json(Method::get, path);
    CHECK_EQ(whole.at("subject").as_string(), "Welcome to Kontor");
    CHECK(whole.at("text").as_string().starts_with("Hello"));
    CHECK(whole.at("html").as_string().starts_with("<!doctype"));
    const auto again = desk.json(Method::post, path + "/resend", "", 201);
    CHECK_EQ(again.at("resend_of"), whole.at("id"));
    CHECK_EQ(desk.refusal(Method::post, path + "/retry", "", 409), "invalid_transition");
    const auto unknown = "/v1/admin/messages/" + MessageId::make().text();
    CHECK_EQ(desk.refusal(Method::get, unknown, "", 404), "notifications.no_such_message");
    CHECK_EQ(desk.refusal(Method::post, unknown + "/resend", "", 404),
             "notifications.no_such_message");
    CHECK_EQ(desk.refusal(Method::post, unknown + "/retry", "", 404),
             "notifications.no_such_message");
}

TEST_CASE("staff edits a template, looks at it and takes it back") {
    Desk desk;
    const std::string path = "/v1/admin/message-templates/welcome/en";
    CHECK_EQ(desk.json(Method::get, "/v1/admin/message-templates").at("data").as_array().size(),
             26);
    const auto edited = desk.json(Method::put, path, R"({"subject":"Moin {{name}}"})");
    CHECK_EQ(edited.at_pointer("/edited/subject").as_string(), "Moin {{name}}");
    CHECK_EQ(desk.json(Method::post, path + "/preview", "{}").at("subject").as_string(),
             "Moin Ada Buyer");
    const auto tried =
        desk.json(Method::post, path + "/preview", R"({"parts":{"subject":"Hello"}})");
    CHECK_EQ(tried.at("subject").as_string(), "Hello");
    CHECK_EQ(desk.refusal(Method::put, path, R"({"text":"{{nmae}}"})", 422),
             "notifications.bad_template");
    CHECK_EQ(desk.call(Method::del, path).status, 204);
    CHECK_EQ(desk.json(Method::get, path).at_pointer("/parts/subject").as_string(),
             "Welcome to {{shop_name}}\n");
    CHECK_EQ(desk.json(Method::get, path + "/history").at("data").as_array().size(), 2);
    CHECK_EQ(desk.refusal(Method::get, "/v1/admin/message-templates/welcom/en", "", 404),
             "notifications.no_such_kind");
    CHECK_EQ(desk.call(Method::get, "/v1/admin/message-templates/welcome/english").status, 404);
}

TEST_CASE("a preview shows an order only to who may see orders") {
    Desk desk;
    const auto& order = desk.orders.add("ada@example.org");
    const std::string path = "/v1/admin/message-templates/order_placed/en/preview";
    for (const auto& named : {order.number, order.id.text(), std::string("999999")})
        CHECK_EQ(desk.refusal(Method::post, path, R"({"order":")" + named + "\"}", 403),
                 "notifications.orders_not_permitted");
    CHECK_EQ(desk.call(Method::post, path, "{}").status, 200);

    desk.caller.permissions.push_back("orders.read");
    const auto shown = desk.json(Method::post, path, R"({"order":"100042"})");
    CHECK(shown.at("text").as_string().find("Mug <blue> & large") != std::string::npos);
    CHECK_EQ(desk.refusal(Method::post, path, R"({"order":"999999"})", 404),
             "orders.no_such_order");
}

TEST_CASE("a customer says what to be told, how and in which language") {
    Desk desk;
    desk.be_customer("ada@example.org");
    const std::string path = "/v1/me/message-preferences";
    const auto before = desk.json(Method::get, path);
    CHECK(before.at("locale").is_null());
    CHECK_FALSE(before.at("sms").as_bool());
    CHECK(before.at_pointer("/kinds/cart_abandoned").as_bool());
    const auto after = desk.json(Method::patch, path,
                                 R"({"locale":"de-at","phone":"+4930123456","sms":true,
                                     "devices":["a","b"],"kinds":{"cart_abandoned":false}})");
    CHECK_EQ(after.at("locale").as_string(), "de-AT");
    CHECK_EQ(after.at("devices").as_array().size(), 2);
    CHECK_FALSE(after.at_pointer("/kinds/cart_abandoned").as_bool());
    CHECK(after.at_pointer("/kinds/back_in_stock").as_bool());
    CHECK(desk.json(Method::patch, path, R"({"phone":null})").at("phone").is_null());
    CHECK_EQ(desk.refusal(Method::patch, path, R"({"kinds":{"order_placed":false}})", 422),
             "notifications.kind_not_optional");
    CHECK_EQ(desk.refusal(Method::patch, path, R"({"phone":"030 123"})", 422), "json.invalid");
    desk.caller = {};
    CHECK_EQ(desk.call(Method::get, path).status, 401);
}

TEST_CASE("a device that is named twice is kept once") {
    Desk desk;
    desk.be_customer("ada@example.org");
    const std::string path = "/v1/me/message-preferences";
    for (int time = 0; time < 2; ++time) {
        const auto kept = desk.json(Method::patch, path, R"({"devices":["b","a","b","b"]})");
        CHECK_EQ(boost::json::serialize(kept.at("devices")), R"(["a","b"])");
    }
}

TEST_CASE("the link of a mail asks before it unsubscribes, and one click is enough for a machine") {
    Desk desk;
    auto& correspondence = desk.notifications->correspondence();
    desk.caller = {};
    const auto customer = desk.auth.add("ada@example.org");
    const auto url =
        correspondence.unsubscribe_url({"ada@example.org", "cart_abandoned", customer});
    const auto path = url.substr(desk.config.shop_url.size());
    const auto page = desk.call(Method::get, path);
    CHECK_EQ(page.status, 200);
    CHECK(page.body.find("<form method=\"post\">") != std::string::npos);
    CHECK_EQ(find_header(page.headers, "Referrer-Policy"), "no-referrer");
    CHECK(correspondence.preferences(customer)->kinds.at("cart_abandoned"));

    for (const auto* type :
         {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
        CHECK_EQ(
            desk.call(Method::post, path, "List-Unsubscribe=One-Click", {{"Content-Type", type}})
                .status,
            200);
    CHECK_FALSE(correspondence.preferences(customer)->kinds.at("cart_abandoned"));
    CHECK(desk.consents.unwilling.contains(customer));
    CHECK_EQ(desk.consents.circumstances.actor, "unsubscribe link");
    CHECK_EQ(desk.refusal(Method::get, path + "x", "", 404), "notifications.bad_link");
    CHECK_EQ(desk.refusal(Method::post, "/v1/unsubscribe/nonsense", "", 404),
             "notifications.bad_link");
}

TEST_CASE("who wants to know when an article is back says where, or has signed in") {
    Desk desk;
    const auto variant = desk.catalog.add("Teapot");
    const auto path = "/v1/products/" + variant.text() + "/back-in-stock";
    desk.caller = {};
    CHECK_EQ(desk.call(Method::post, path, R"({"email":"ada@example.org"})").status, 202);
    CHECK_EQ(desk.call(Method::post, path, R"({"email":"ada@example.org"})").status, 202);
    CHECK_EQ(desk.refusal(Method::post, path, "{}", 422), "notifications.email_required");
    CHECK_EQ(desk.refusal(Method::post, path, R"({"email":"ada"})", 422), "json.invalid");
    CHECK_EQ(desk.refusal(Method::post,
                          "/v1/products/" + catalog::VariantId::make().text() + "/back-in-stock",
                          R"({"email":"ada@example.org"})", 404),
             "catalog.no_such_variant");
    desk.be_customer("bob@example.org");
    CHECK_EQ(desk.call(Method::post, path, R"({"email":"else@example.org"})").status, 202);
    desk.announce(inventory::BackInStock{variant, 5});
    std::vector<std::string> told;
    for (const auto& letter : desk.letters()) told.push_back(letter.recipient);
    std::ranges::sort(told);
    CHECK_EQ(told, std::vector<std::string>{"ada@example.org", "bob@example.org"});
}

TEST_CASE("who may not read or write messages is refused") {
    Desk desk;
    desk.register_customer("ada@example.org");
    const auto resend = "/v1/admin/messages/" + desk.message().id.text() + "/resend";
    desk.caller.permissions = {"messages.read"};
    CHECK_EQ(desk.call(Method::post, resend).status, 403);
    CHECK_EQ(desk.call(Method::put, "/v1/admin/message-templates/welcome/en", "{}").status, 403);
    desk.caller.permissions = {"orders.read"};
    CHECK_EQ(desk.get("").status, 403);
    CHECK_EQ(desk.call(Method::get, "/v1/admin/message-templates").status, 403);
}

TEST_CASE("letters with links that open accounts are worded by who manages staff too") {
    Desk desk;
    const std::string path = "/v1/admin/message-templates/";
    const std::set<std::string> guarded{"password_reset",
                                        "address_verification",
                                        "address_change",
                                        "account_remembered",
                                        "staff_invitation",
                                        "header",
                                        "footer"};
    std::set<std::string> refused;
    const auto listed = desk.json(Method::get, "/v1/admin/message-templates");
    for (const auto& kind : listed.at("data").as_array()) {
        const std::string name(kind.at("kind").as_string());
        const auto put = desk.call(Method::put, path + name + "/en", "{}");
        const auto reset = desk.call(Method::del, path + name + "/en");
        CHECK_EQ(put.status == 403, reset.status == 403);
        CHECK_EQ(desk.call(Method::get, path + name + "/en").status, 200);
        if (put.status == 403) refused.insert(name);
    }
    CHECK(refused == guarded);
    CHECK_EQ(desk.refusal(Method::put, path + "password_reset/en", "{}", 403),
             "notifications.secret_link");
    desk.caller.permissions.emplace_back("staff.write");
    CHECK_EQ(desk.refusal(Method::put, path + "password_reset/en", "{}", 403),
             "notifications.secret_link");
    desk.caller.role = "admin";
    for (const auto& name : guarded)
        CHECK_EQ(desk.call(Method::del, path + name + "/en").status, 204);
    desk.caller.permissions = {"staff.write"};
    desk.caller.role = "helpers";
    CHECK_EQ(desk.refusal(Method::put, path + "password_reset/en", "{}", 403), "http.forbidden");
}
