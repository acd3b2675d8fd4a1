#include "members.hpp"
#include "own_shop.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <array>
#include <ctime>

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

std::string now() {
    const auto seconds = unix_now();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts)};
}

const std::string program_name = "a program of test 59";

HttpProbe named(HttpProbe probe) {
    probe.always_send("User-Agent", program_name);
    return probe;
}

std::string request_id_of(const Answer& answer) {
    return answer.headers.at("x-request-id");
}

// Who, when, what, from where, and in which request.
void check_whole(const boost::json::object& entry, const Answer& answer) {
    CHECK(text(entry, "request_id") == request_id_of(answer));
    // What commits with its deed says of success only that it is one.
    const auto status = entry.at("status").as_int64();
    CHECK((status == answer.status || (status == 200 && answer.status < 300)));
    CHECK(text(entry, "address") == "127.0.0.1");
    CHECK(entry.at("number").as_int64() > 0);
    CHECK(text(entry, "at") <= now() + "Z");
    if (answer.status >= 400) CHECK(text(entry, "code") == answer.text("/code"));
}

// Something that is done, and what the log says of it.
struct Deed {
    std::string action;
    std::string kind;   // of who did it
    std::string actor;  // "": nobody, as far as the shop knows
    std::string target;
    int status = 200;
};

void check_kept(const Deed& deed, const std::function<Answer()>& act) {
    const auto began = now();
    const auto answer = act();
    CAPTURE(deed.action);
    CAPTURE(answer.body);
    CHECK(answer.status == deed.status);
    const auto whose = deed.target.empty() ? "&actor=" + deed.actor : "&target=" + deed.target;
    const auto kept = entry("action=" + deed.action + whose);
    CAPTURE(boost::json::serialize(kept));
    check_whole(kept, answer);
    CHECK(text(kept, "at") >= began);
    CHECK(kept.at("actor").at("kind").as_string() == deed.kind);
    const auto* actor = kept.at("actor").as_object().if_contains("user");
    CHECK((actor ? std::string(actor->as_string()) : "") == deed.actor);
    CHECK(text(kept, "user_agent") == program_name);
}

std::string json(boost::json::object members) {
    return boost::json::serialize(members);
}

Finished verify(const Environment& environment, const std::string& head = {}) {
    std::vector<std::string> arguments{"audit", "verify"};
    if (!head.empty()) arguments.insert(arguments.end(), {"--head", head});
    return run(arguments, environment);
}

}  // namespace

TEST_CASE("59: every sign-in and every failed one is kept, in every step") {
    const CarefulMember member("audited59");
    const auto plain = new_member("plain59");
    const auto stranger = named(open_shop().stranger());
    const auto log_in_as = [&](const Member& who, const std::string& password) {
        return stranger.post("/v1/auth/login",
                             json({{"email", who.email}, {"password", password}}));
    };
    const auto meet_with = [&](const std::string& challenge, const std::string& code) {
        return stranger.post("/v1/auth/mfa", json({{"mfa_token", challenge}, {"code", code}}));
    };
    check_kept({"login", "customer", plain.id, plain.id},
               [&] { return log_in_as(plain, member_password); });
    check_kept({"login", "anonymous", "", plain.id, 401},
               [&] { return log_in_as(plain, "not the password"); });
    check_kept({"login", "anonymous", "", member.id, 403},
               [&] { return log_in_as(member, member_password); });
    check_kept({"login_with_code", "anonymous", "", member.id, 401},
               [&] { return meet_with(member.challenge(), "000000"); });
    check_kept({"login_with_code", "customer", member.id, member.id},
               [&] { return meet_with(member.challenge(), member.code()); });
    check_kept({"login_with_code", "customer", member.id, member.id}, [&] {
        return meet_with(member.challenge(), std::string(member.recovery_codes.at(0).as_string()));
    });
    const auto challenge = member.challenge();
    for (int i = 0; i < 5; ++i) (void)meet_with(challenge, "000000");
    check_kept({"login_with_code", "anonymous", "", member.id, 429},
               [&] { return meet_with(challenge, "000000"); });
    for (int i = 0; i < 9; ++i) (void)log_in_as(plain, "not the password");
    check_kept({"login", "anonymous", "", plain.id, 429},
               [&] { return log_in_as(plain, "not the password"); });

    const auto nobody = log_in("nobody59@example.org", "not the password");
    const auto unknown = entry("action=login");
    check_whole(unknown, nobody);
    CHECK(unknown.at("actor").at("kind") == "anonymous");
}

TEST_CASE("59: who lacks a permission is kept") {
    const auto member = new_member("curious59");
    const auto refused = named(member.probe).get("/v1/admin/orders");
    CHECK(refused.status == 403);
    const auto refusal = entry("actor=" + member.id);
    check_whole(refusal, refused);
    CHECK(refusal.at("action") == "admin_list_orders");
    CHECK(refusal.at("actor").at("user").as_string() == member.id);
    CHECK(text(refusal, "user_agent") == program_name);
}

TEST_CASE("59: whatever guards an account is kept when it changes, and when that fails") {
    auto member = new_member("careful59");
    const auto probe = named(member.probe);
    const auto own = [&](const std::string& action, int status, const std::string& path,
                         const boost::json::object& body) {
        check_kept({action, "customer", member.id, "", status},
                   [&] { return probe.post("/v1/me" + path, json(body)); });
    };
    own("change_password", 403, "/password",
        {{"current_password", "a guess"}, {"password", "a busy harbour"}});
    own("change_password", 204, "/password",
        {{"current_password", member_password}, {"password", "a busy harbour"}});
    own("begin_second_factor", 403, "/mfa", {{"current_password", "a guess"}});
    const boost::json::object password{{"current_password", "a busy harbour"}};
    const auto key = probe.post("/v1/me/mfa", json(password)).text("/setup_key");
    CHECK(entry("action=begin_second_factor&actor=" + member.id).at("status") == 201);
    own("confirm_second_factor", 403, "/mfa/confirm", {{"code", "000000"}});
    own("confirm_second_factor", 200, "/mfa/confirm", {{"code", app_code(key, -1)}});
    own("renew_recovery_codes", 200, "/mfa/recovery-codes",
        {{"current_password", "a busy harbour"}, {"code", app_code(key)}});
    own("disable_second_factor", 403, "/mfa/disable", password);
    own("disable_second_factor", 204, "/mfa/disable",
        {{"current_password", "a busy harbour"}, {"code", app_code(key, 1)}});
    const auto all = open_shop().staff().get(log_path + "?limit=100&actor=" + member.id).body;
    for (const auto& secret : {key, std::string("a busy harbour"), member_password})
        CHECK(all.find(secret) == std::string::npos);
}

TEST_CASE("59: a password that is chosen by a link is kept") {
    const auto member = new_member("forgetful59");
    const auto stranger = named(open_shop().stranger());
    REQUIRE(stranger.post("/v1/auth/forgot-password", json({{"email", member.email}})).status ==
            202);
    const auto token = open_shop().token_for(member.email, "reset-password");
    check_kept({"reset_password", "anonymous", "", member.id, 204}, [&] {
        return stranger.post("/v1/auth/reset-password",
                             json({{"token", token}, {"password", "a busy harbour"}}));
    });
}

TEST_CASE("59: who gives whom another role, and takes a second factor off, is kept") {
    const std::string email = "promoted59@example.org";
    REQUIRE(open_shop().create_user(email, "staff", "a lantern in the fog").status == 0);
    const auto id = log_in(email, "a lantern in the fog").text("/user/id");
    const auto admin = named(open_shop().staff());
    const auto ada = admin.get("/v1/me").text("/id");
    const auto path = "/v1/admin/staff/" + id;
    for (const auto& [role, before] : {std::pair("admin", "staff"), std::pair("staff", "admin")}) {
        check_kept({"change_staff_member", "staff", ada, id},
                   [&, given = role] { return admin.patch(path, json({{"role", given}})); });
        const auto change = entry("action=change_staff_member&target=" + id);
        CHECK(change.at("actor").at("role") == "admin");
        CHECK(change.at("before").at("role") == before);
        CHECK(change.at("after").at("role") == role);
    }
    auto staff = named(open_shop().stranger());
    const auto signed_in = log_in(email, "a lantern in the fog").text("/access_token");
    staff.always_send("Authorization", "Bearer " + signed_in);
    check_kept({"change_staff_member", "staff", id, id, 403},
               [&] { return staff.patch(path, R"({"role":"admin"})"); });

    const CarefulMember careful("helpless59");
    check_kept({"remove_customer_second_factor", "staff", ada, careful.id, 204}, [&] {
        return admin.send("DELETE", "/v1/admin/customers/" + careful.id + "/second-factor");
    });
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
    check_whole(refund, refunded);
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
    const auto number = std::to_string(first.number("/data/0/number"));
    for (const std::string method : {"DELETE", "PUT", "PATCH", "POST"}) {
        CHECK(staff.send(method, log_path).status == 405);
        CHECK(staff.send(method, log_path + "/" + number).status == 404);
    }
    const auto document = staff.get("/openapi.json").json();
    for (const auto& [path, operations] : document.at("paths").as_object())
        if (path.starts_with(log_path)) CHECK(operations.as_object().size() == 1);
}

TEST_CASE("59: nor by the statements of any module") {
    auto& database = open_shop().database();
    const auto refused = [&](platform::Database role, const std::string& sql) {
        CHECK_THROWS_AS(role.transact([&](platform::Tx& tx) { tx.run(sql); }),
                        platform::StatementError);
    };
    for (const auto* table : {"platform.audit_entry", "platform.audit_link"})
        for (const auto& sql :
             {"delete from " + std::string(table), "truncate " + std::string(table)}) {
            for (const auto* schema : {"platform", "auth", "orders"})
                refused(database.database(schema), sql);
            refused(database.superuser(), sql);
        }
    for (const auto* schema : {"platform", "auth"})
        refused(database.database(schema), "update platform.audit_entry set address = ''");
    CHECK(!open_shop().staff().get(log_path).json().at("data").as_array().empty());
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
