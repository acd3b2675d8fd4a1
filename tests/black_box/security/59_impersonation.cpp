#include "contract.hpp"
#include "keys.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

// What staff may change as the customer: nothing that guards the account or is final.
const std::set<std::string> allowed_on_behalf{"change_me",      "add_address", "change_address",
                                              "remove_address", "add_wish",    "remove_wish"};

Answer begin(const HttpProbe& staff, const std::string& customer) {
    return staff.post("/v1/admin/customers/" + customer + "/impersonation",
                      R"({"reason":"cannot pay, ticket 59"})");
}

struct Acting {
    explicit Acting(const Member& customer)
        : answer(begin(open_shop().staff(), customer.id)), probe(open_shop().stranger()) {
        REQUIRE(answer.status == 201);
        probe.always_send("Authorization", "Bearer " + answer.text("/access_token"));
    }
    Answer answer;
    HttpProbe probe;
};

// Of audit entries, the newest first.
boost::json::array entries(const std::string& query) {
    const auto found = open_shop().staff().get("/v1/admin/audit?" + query);
    REQUIRE(found.status == 200);
    return found.json().at("data").as_array();
}

struct Employee {
    explicit Employee(const std::string& name) {
        const auto email = name + "@example.org";
        REQUIRE(open_shop().create_user(email, "admin", "a lantern in the fog").status == 0);
        const auto signed_in = log_in(email, "a lantern in the fog");
        REQUIRE(signed_in.status == 200);
        refresh_token = signed_in.text("/refresh_token");
        probe.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
    }
    std::string refresh_token;
    HttpProbe probe = open_shop().stranger();
};

}  // namespace

TEST_CASE("59: who acts as a customer sees what the customer sees, and both are kept") {
    const auto customer = new_member("acted59");
    const Acting acting(customer);
    CHECK(acting.answer.text("/user/id") == customer.id);
    CHECK(acting.answer.number("/expires_in") <= 900);
    CHECK_FALSE(acting.answer.json().as_object().contains("refresh_token"));
    const auto begun = entries("limit=1&action=impersonate_customer&target=" + customer.id);
    CHECK(begun.at(0).at("after").at("reason") == "cannot pay, ticket 59");
    const auto admin = begun.at(0).at("actor").at("user");

    const auto seen = acting.probe.get("/v1/me");
    CHECK(seen.status == 200);
    CHECK(seen.body == customer.probe.get("/v1/me").body);
    CHECK(acting.probe.patch("/v1/me", R"({"no_such_member":1})").status == 422);
    CHECK(acting.probe.get("/v1/admin/orders").status == 403);
    const auto kept = entries("limit=3&actor=" + customer.id);
    REQUIRE(kept.size() == 3);
    const auto check = [&](std::size_t place, const std::string& action, int status) {
        CHECK(kept.at(place).at("action").as_string() == action);
        CHECK(kept.at(place).at("status") == status);
        CHECK(kept.at(place).at("actor").at("kind") == "customer");
        CHECK(kept.at(place).at("actor").at("user").as_string() == customer.id);
        CHECK(kept.at(place).at("actor").at("impersonator") == admin);
    };
    check(0, "admin_list_orders", 403);
    check(1, "change_me", 422);
    check(2, "get_me", 200);
}

TEST_CASE("59: what guards the account or is final is refused to who acts as the customer") {
    const auto customer = new_member("guarded59");
    const Acting acting(customer);
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    std::size_t tried = 0;
    for (const auto& operation : contract.operations()) {
        if (!operation.is_personal) continue;
        ++tried;
        const auto answer = acting.probe.send(operation.method, operation.some_path());
        INFO(operation.method << " " << operation.path << " -> " << answer.body);
        CHECK(answer.status == 403);
        CHECK(answer.text("/code") == "http.not_while_impersonating");
    }
    CHECK(tried > 15);
    const auto refused = entries("limit=1&actor=" + customer.id);
    CHECK(refused.at(0).at("code") == "http.not_while_impersonating");
    CHECK(customer.probe.get("/v1/me").status == 200);
}

TEST_CASE(
    "59: every address at which an account is changed says whether staff may for a customer") {
    const Contract contract(open_shop().stranger().get("/openapi.json").json());
    for (const auto& operation : contract.operations()) {
        if (!operation.path.starts_with("/v1/me") || operation.method == "GET") continue;
        INFO(operation.id);
        CHECK(operation.is_personal != allowed_on_behalf.contains(operation.id));
    }
}

TEST_CASE("59: staff buys for a customer, but not with means that the customer keeps") {
    const auto customer = new_member("buys59");
    const Acting acting(customer);
    const auto cart = acting.probe.post("/v1/carts", "{}");
    REQUIRE(cart.status == 201);
    REQUIRE(acting.probe
                .post("/v1/carts/" + cart.text("/id") + "/items",
                      R"({"sku":")" + open_shop().sku + R"(","quantity":1})")
                .status < 300);
    const auto buy = [&](const std::string& payment, const std::string& more = "") {
        return acting.probe.post(
            "/v1/orders",
            R"({"cart_id":")" + cart.text("/id") +
                R"(","email":"buys59@example.org","shipping_address":{"name":"Grace","line1":)"
                R"("Quay 1","city":"Hamburg","postal_code":"20457","country":"DE"},"payment":)" +
                payment + more + "}",
            {{"idempotency-key", platform::to_string(platform::new_uuid())}});
    };
    const auto check_refused = [](const Answer& refused) {
        CHECK(refused.status == 403);
        CHECK(refused.text("/code") == "http.not_while_impersonating");
    };
    const std::string card = R"({"provider":"simulator","token":"sim_ok"})";
    const auto kept =
        R"({"provider":"simulator","payment_method_id":"pmt_)" + std::string(26, '0') + R"("})";
    REQUIRE(open_shop()
                .staff()
                .post("/v1/admin/customers/" + customer.id + "/store-credit",
                      R"({"amount":{"amount":100000,"currency":"EUR"},"reason":"sorry, 59"})",
                      {{"idempotency-key", "credit-59"}})
                .status < 300);
    check_refused(buy(kept));
    check_refused(buy(card, R"(,"store_credit":true)"));
    const auto begun = acting.probe.post("/v1/checkouts",
                                         R"({"cart_id":")" + cart.text("/id") +
                                             R"(","email":"buys59@example.org","shipping_address":)"
                                             R"({"name":"Grace","line1":"Quay 1","city":"Hamburg",)"
                                             R"("postal_code":"20457","country":"DE"}})");
    REQUIRE_MESSAGE(begun.status == 201, begun.body);
    const auto complete = [&](const std::string& means) {
        return acting.probe.post("/v1/checkouts/" + begun.text("/id") + "/complete", means,
                                 {{"idempotency-key", platform::to_string(platform::new_uuid())}});
    };
    check_refused(complete(R"({"payment":)" + kept + "}"));
    check_refused(complete(R"({"store_credit":true})"));
    const auto credit = customer.probe.get("/v1/me/store-credit");
    CHECK(credit.number("/data/0/balance/amount") == 100000);
    const auto bought = complete(R"({"store_credit":false,"payment":)" + card + "}");
    REQUIRE_MESSAGE(bought.status == 201, bought.body);
    CHECK(customer.probe.get("/v1/orders/" + bought.text("/id")).status == 200);
}

TEST_CASE("59: acting ends when the customer ends it, or the member of staff signs out") {
    const auto customer = new_member("ends59");
    const Acting acting(customer);
    const auto sessions = customer.probe.get("/v1/me/sessions");
    CHECK(sessions.body.find(R"("by_staff":true)") != std::string::npos);
    REQUIRE(
        customer.probe.send("DELETE", "/v1/me/sessions/" + acting.answer.text("/session")).status ==
        204);
    CHECK(acting.probe.get("/v1/me").status == 401);

    const Employee employee("employee59");
    auto second = open_shop().stranger();
    second.always_send("Authorization",
                       "Bearer " + begin(employee.probe, customer.id).text("/access_token"));
    CHECK(second.get("/v1/me").status == 200);
    REQUIRE(open_shop()
                .stranger()
                .post("/v1/auth/logout", R"({"refresh_token":")" + employee.refresh_token + R"("})")
                .status == 204);
    CHECK(second.get("/v1/me").status == 401);
}

TEST_CASE("59: acting ends when the member of staff may act as customers no more") {
    const auto customer = new_member("permission59");
    const auto& admin = open_shop().staff();
    const auto role = R"({"name":"helpers59","permissions":["customers.impersonate"]})";
    REQUIRE(admin.post("/v1/admin/roles", role).status == 201);
    const auto begin_as = [&](const Answer& signed_in) {
        auto helper = open_shop().stranger();
        helper.always_send("Authorization", "Bearer " + signed_in.text("/access_token"));
        const auto begun = begin(helper, customer.id);
        REQUIRE(begun.status == 201);
        auto probe = open_shop().stranger();
        probe.always_send("Authorization", "Bearer " + begun.text("/access_token"));
        CHECK(probe.get("/v1/me").status == 200);
        return probe;
    };
    const std::string password = "a lantern in the fog";
    REQUIRE(open_shop().create_user("helper59@example.org", "helpers59", password).status == 0);
    const auto helper = log_in("helper59@example.org", password);
    const auto acting = begin_as(helper);
    REQUIRE(admin.patch("/v1/admin/roles/helpers59", R"({"permissions":["orders.read"]})").status ==
            200);
    CHECK(acting.get("/v1/me").status == 401);

    REQUIRE(admin.patch("/v1/admin/roles/helpers59", R"({"permissions":["customers.impersonate"]})")
                .status == 200);
    const auto moved = begin_as(helper);
    REQUIRE(
        admin.patch("/v1/admin/staff/" + helper.text("/user/id"), R"({"role":"staff"})").status ==
        200);
    CHECK(moved.get("/v1/me").status == 401);
}

TEST_CASE("59: staff is acted as by nobody, and nobody without the permission acts as anybody") {
    const auto customer = new_member("nobody59");
    CHECK(begin(customer.probe, customer.id).status == 403);
    CHECK(begin(open_shop().stranger(), customer.id).status == 401);
    REQUIRE(
        open_shop().create_user("clerk59@example.org", "staff", "a lantern in the fog").status ==
        0);
    const auto clerk = log_in("clerk59@example.org", "a lantern in the fog");
    auto probe = open_shop().stranger();
    probe.always_send("Authorization", "Bearer " + clerk.text("/access_token"));
    CHECK(begin(probe, customer.id).status == 403);
    const auto refused = begin(open_shop().staff(), clerk.text("/user/id"));
    CHECK(refused.status == 404);
    CHECK(refused.text("/code") == "auth.no_such_user");
    const Acting acting(customer);
    CHECK(begin(acting.probe, customer.id).status == 403);
}

}  // namespace kontor::test
