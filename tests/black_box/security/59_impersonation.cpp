#include "contract.hpp"
#include "keys.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

// What staff may change as the customer: nothing that guards the account or is final.
const std::set<std::string> allowed_on_behalf{"change_me",
                                              "add_address",
                                              "change_address",
                                              "remove_address",
                                              "add_wish",
                                              "remove_wish",
                                              "change_message_preferences"};

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
    const auto buy = [&](const std::string& payment) {
        return acting.probe.post(
            "/v1/orders",
            R"({"cart_id":")" + cart.text("/id") +
                R"(","email":"buys59@example.org","shipping_address":{"name":"Grace","line1":)"
                R"("Quay 1","city":"Hamburg","postal_code":"20457","country":"DE"},"payment":)" +
                payment + "}",
            {{"idempotency-key", platform::to_string(platform::new_uuid())}});
    };
    const auto refused = buy(R"({"provider":"simulator","payment_method_id":"pmt_)" +
                             std::string(26, '0') + R"("})");
    CHECK(refused.status == 403);
    CHECK(refused.text("/code") == "http.not_while_impersonating");
    const auto bought = buy(R"({"provider":"simulator","token":"sim_ok"})");
    CHECK(bought.status == 201);
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
