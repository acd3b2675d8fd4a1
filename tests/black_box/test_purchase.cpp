#include "program.hpp"

#include "support/http_probe.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>
#include <sstream>

namespace kontor::test {

namespace {

std::size_t mails_to(const std::filesystem::path& spool, const std::string& address) {
    if (!std::filesystem::exists(spool)) return 0;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(spool)) {
        if (entry.path().extension() != ".eml") continue;
        std::ifstream file(entry.path());
        std::ostringstream text;
        text << file.rdbuf();
        count += text.str().find(address) != std::string::npos;
    }
    return count;
}

std::string sign_in(const HttpProbe& probe) {
    const auto answer = probe.post("/v1/auth/login",
                                   R"({"email":"ada@example.org","password":"tea at half four"})");
    REQUIRE(answer.status == 200);
    return answer.text("/access_token");
}

}  // namespace

TEST_CASE("a guest buys something, gets a letter, and staff send and deliver it") {
    const TestDatabase database;
    const TemporaryDirectory data;
    const Environment environment{{"KONTOR_DATABASE_DSN", database.dsn()}};
    REQUIRE(run({"user", "create", "--email", "ada@example.org", "--role", "admin"}, environment,
                "tea at half four\n")
                .status == 0);
    Program program({"up", "--demo", "--port", "0", "--data", data.path().string()}, environment);
    HttpProbe guest(program.address());

    REQUIRE(eventually([&] {
        return guest.get("/v1/products?limit=100").json().at("data").as_array().size() == 24;
    }));
    const auto product = guest.get("/v1/products/harbour-blend");
    REQUIRE(product.status == 200);
    const auto cart = guest.post("/v1/carts", R"({"currency":"EUR"})");
    REQUIRE(cart.status == 201);
    guest.always_send("Guest-Token", cart.text("/guest_token"));
    const auto cart_id = cart.text("/id");
    const auto filled = guest.post("/v1/carts/" + cart_id + "/items",
                                   R"({"sku":"COF-HARBOUR-B-250","quantity":2})");
    REQUIRE(filled.status == 200);
    CHECK(filled.number("/totals/subtotal/amount") == 1780);

    const auto purchase = R"({"cart_id":")" + cart_id + R"(","email":"guest@example.org",
        "shipping_address":{"name":"Grace Guest","line1":"Quay 1","city":"Hamburg",
            "postal_code":"20457","country":"DE"},
        "payment":{"provider":"simulator","token":"sim_ok"}})";
    const Headers key{{"Idempotency-Key", "the-only-purchase"}};
    const auto order = guest.post("/v1/orders", purchase, key);
    INFO(order.body);
    REQUIRE(order.status == 201);
    CHECK(order.text("/status") == "placed");
    CHECK(order.text("/payment_status") == "paid");
    const auto again = guest.post("/v1/orders", purchase, key);
    CHECK(again.status == 201);
    CHECK(again.text("/id") == order.text("/id"));
    CHECK(again.headers.at("idempotent-replayed") == "true");
    CHECK(eventually([&] { return mails_to(data.path() / "mail", "guest@example.org") == 1; }));

    HttpProbe staff(program.address());
    staff.always_send("Authorization", "Bearer " + sign_in(staff));
    const auto path = "/v1/admin/orders/" + order.text("/id");
    const auto shipment =
        staff.post(path + "/shipments", R"({"carrier":"Post","tracking_number":"RR123456785DE"})");
    INFO(shipment.body);
    REQUIRE(shipment.status == 201);
    REQUIRE(eventually([&] { return staff.get(path).text("/fulfilment_status") == "shipped"; }));
    CHECK(staff.post("/v1/admin/shipments/" + shipment.text("/id") + "/deliver", "").status == 200);
    CHECK(eventually([&] { return staff.get(path).text("/status") == "completed"; }));
    CHECK(eventually([&] { return mails_to(data.path() / "mail", "guest@example.org") >= 2; }));

    const auto shown = run({"orders", "show", order.text("/number")}, environment);
    CHECK(shown.status == 0);
    CHECK(shown.out.find("COF-HARBOUR-B-250") != std::string::npos);
    CHECK(eventually([&] { return run({"doctor"}, environment).status == 0; }));
    program.signal(SIGTERM);
    CHECK(program.wait().status == 0);
}

}  // namespace kontor::test
