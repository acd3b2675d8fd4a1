#include "members.hpp"
#include "own_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

namespace {

const std::string log_path = "/v1/admin/audit";

// The newest entry that fits the query.
boost::json::object entry(const std::string& query) {
    const auto found = open_shop().staff().get(log_path + "?limit=1&" + query);
    REQUIRE(found.status == 200);
    const auto data = found.json().at("data").as_array();
    REQUIRE_MESSAGE(!data.empty(), query);
    return data.at(0).as_object();
}

std::string text(const boost::json::object& entry, const std::string& member) {
    return std::string(entry.at(member).as_string());
}

// Who, when, what, from where, and in which request.
void check_whole(const boost::json::object& entry, const std::string& request_id) {
    CHECK(text(entry, "request_id") == request_id);
    CHECK(text(entry, "address") == "127.0.0.1");
    CHECK(entry.at("number").as_int64() > 0);
    CHECK(text(entry, "at") > "2020");
}

std::string request_id_of(const Answer& answer) {
    return answer.headers.at("x-request-id");
}

Finished verify(const Environment& environment, const std::string& head = {}) {
    std::vector<std::string> arguments{"audit", "verify"};
    if (!head.empty()) arguments.insert(arguments.end(), {"--head", head});
    return run(arguments, environment);
}

}  // namespace

TEST_CASE("59: every sign-in and every failed one is kept") {
    const auto member = new_member("audited59");
    const auto opened = log_in(member.email);
    REQUIRE(opened.status == 200);
    const auto success = entry("action=login&actor=" + member.id);
    check_whole(success, request_id_of(opened));
    CHECK(success.at("status") == 200);
    CHECK(success.at("actor").at("kind") == "customer");

    const auto failed = log_in(member.email, "not the password");
    CHECK(failed.status == 401);
    const auto failure = entry("action=login&target=" + member.id);
    check_whole(failure, request_id_of(failed));
    CHECK(failure.at("status") == 401);
    CHECK(failure.at("code") == "invalid_credentials");

    const auto nobody = log_in("nobody59@example.org", "not the password");
    CHECK(text(entry("action=login"), "request_id") == request_id_of(nobody));
}

TEST_CASE("59: who lacks a permission is kept, and with the second factor, who changes it") {
    const auto member = new_member("curious59");
    const auto refused = member.probe.get("/v1/admin/orders");
    CHECK(refused.status == 403);
    const auto refusal = entry("actor=" + member.id);
    check_whole(refusal, request_id_of(refused));
    CHECK(refusal.at("action") == "admin_list_orders");
    CHECK(refusal.at("status") == 403);

    const CarefulMember careful("factor59");
    const auto change = entry("action=confirm_second_factor&actor=" + careful.id);
    CHECK(change.at("status") == 200);
    CHECK(boost::json::serialize(change).find(careful.setup_key) == std::string::npos);
}

TEST_CASE("59: what staff does is kept, refunds above all, and who becomes staff") {
    const auto& staff = open_shop().staff();
    const auto cart = open_shop().cart();
    cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})");
    const auto order = open_shop().buy(cart);
    REQUIRE(order.status == 201);
    const auto refunded =
        staff.post("/v1/admin/orders/" + order.text("/id") + "/refunds",
                   R"({"amount":{"amount":100,"currency":"EUR"},"reason":"broken"})",
                   {{"Idempotency-Key", "refund-59"}});
    REQUIRE(refunded.status < 300);
    const auto refund = entry("target=" + order.text("/id"));
    check_whole(refund, request_id_of(refunded));
    CHECK(refund.at("actor").at("kind") == "staff");
    CHECK(refund.at("actor").at("role") == "admin");
    CHECK(refund.at("action") == "admin_refund_order");

    CHECK(open_shop().create_user("staff59@example.org", "staff", "a lantern in the fog").status ==
          0);
    const auto promotion = entry("action=create_user");
    CHECK(promotion.at("actor").at("kind") == "operator");
    CHECK(promotion.at("after").at("role") == "staff");
}

TEST_CASE("59: the log is read by who may, page by page, and changed by nobody") {
    const auto& staff = open_shop().staff();
    const auto first = staff.get(log_path + "?limit=2");
    REQUIRE(first.status == 200);
    const auto second = staff.get(log_path + "?limit=2&cursor=" + first.text("/next_cursor"));
    REQUIRE(second.status == 200);
    CHECK(second.number("/data/0/number") < first.number("/data/1/number"));
    CHECK(
        staff.get(log_path + "?limit=2&action=login&cursor=" + first.text("/next_cursor")).status ==
        400);
    CHECK(staff.get(log_path + "?from=2999-01-01T00:00:00Z").json().at("data").as_array().empty());
    CHECK(staff.get(log_path + "?to=2020-01-01T00:00:00Z").json().at("data").as_array().empty());
    CHECK(staff.get(log_path + "?actor=nobody").status == 422);

    CHECK(open_shop().stranger().get(log_path).status == 401);
    CHECK(new_member("reader59").probe.get(log_path).status == 403);
    for (const std::string method : {"DELETE", "PUT", "PATCH", "POST"}) {
        RawClient client(open_shop().port());
        client.send(method + " " + log_path + " HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n" +
                    open_shop().staff_credentials() + "\r\n");
        CHECK(client.answer().starts_with("HTTP/1.1 405"));
    }
}

TEST_CASE("59: kontor audit verify tells where the log was tampered with") {
    OwnShop shop({});
    const HttpProbe stranger(shop.address());
    const auto fail = [&] {
        stranger.post("/v1/auth/login", R"({"email":"x59@example.org","password":"no"})");
    };
    for (int times = 0; times < 3; ++times) fail();
    const auto is_linked = [&] {
        return verify(shop.environment()).out.find("3 entries are as they were written, 0 wait") !=
               std::string::npos;
    };
    REQUIRE(eventually(is_linked));
    const auto whole = verify(shop.environment());
    CHECK(whole.status == 0);
    auto head = whole.out.substr(whole.out.find("head ") + 5);
    head.pop_back();
    CHECK(verify(shop.environment(), head).status == 0);
    CHECK(verify(shop.environment(), "nonsense").status == 1);

    const auto tamper = [&](const std::string& sql) {
        shop.database().superuser().transact([&](platform::Tx& tx) {
            tx.run("set local session_replication_role = replica");
            tx.run(sql);
        });
    };
    tamper("update platform.audit_entry set address = '10.0.0.1' where number = 2");
    const auto changed = verify(shop.environment());
    CHECK(changed.status == 1);
    CHECK(changed.out.find("entry 2 was changed") != std::string::npos);
    tamper("delete from platform.audit_link where position > 1");
    tamper("delete from platform.audit_entry where number > 1");
    CHECK(verify(shop.environment()).status == 0);
    const auto cut = verify(shop.environment(), head);
    CHECK(cut.status == 1);
    CHECK(cut.out.find("its end was removed") != std::string::npos);
}

}  // namespace kontor::test
