#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Headers;
using platform::http::Method;

namespace {

constexpr auto street =
    R"("name":"Ada","line1":"1 Street","city":"Berlin","postal_code":"10115","country":"DE")";

struct Shop : ShopFixture {
    Shop() {
        add_product("MUG", 1000, 50);
        add_product("TEA", 500, 50);
    }

    // Without a token, which ages with the clock.
    std::int64_t available(const std::string& sku) {
        return shop().modules().inventory->stock(sku).value().levels.front().available;
    }

    struct Customer {
        Headers headers;
        // With the token that they had as a guest.
        Headers with(const GuestCart& cart) const {
            auto both = headers;
            both.push_back(cart.headers.front());
            return both;
        }
    };
    Customer sign_up(const std::string& name = "ada") {
        const auto reply =
            post("/v1/auth/register", R"({"email":")" + name + R"(@example.org","password":)" +
                                          R"("a walk in the wet grass"})");
        REQUIRE(reply.status == 201);
        return {{{"Authorization", "Bearer " + reply.text("/access_token")}}};
    }
    std::string new_address(const Customer& customer, const std::string& city) {
        const auto reply = post("/v1/me/addresses",
                                R"({"address":{"name":"Ada","line1":"2 Street","city":")" + city +
                                    R"(","postal_code":"10115","country":"DE"}})",
                                customer.headers);
        REQUIRE(reply.status == 201);
        return reply.text("/id");
    }
    Reply begin(const std::string& cart, const std::string& addresses, const Headers& headers) {
        return post("/v1/checkouts",
                    R"({"cart_id":")" + cart + R"(","email":"ada@example.org",)" + addresses + "}",
                    headers);
    }
    std::string begun(const GuestCart& cart) {
        const auto reply =
            begin(cart.id, std::string(R"("shipping_address":{)") + street + "}", cart.headers);
        REQUIRE_MESSAGE(reply.status == 201, boost::json::serialize(reply.body));
        return "/v1/checkouts/" + reply.text("/id");
    }
    Reply complete(const std::string& checkout, const Headers& headers,
                   const std::string& token = "sim_ok") {
        auto with_key = headers;
        with_key.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        return post(checkout + "/complete",
                    R"({"payment":{"provider":"simulator","token":")" + token + R"("}})", with_key);
    }
    Reply set_quantity(const GuestCart& cart, int quantity) {
        const auto line = get("/v1/carts/" + cart.id, cart.headers).text("/items/0/id");
        return call(Method::patch, "/v1/carts/" + cart.id + "/items/" + line,
                    R"({"quantity":)" + std::to_string(quantity) + "}", cart.headers);
    }
    void set_status(const std::string& checkout, const std::string& status) {
        const auto id = *checkout::CheckoutId::parse(checkout.substr(checkout.rfind('/') + 1));
        tables().superuser().transact([&](platform::Tx& tx) {
            tx.run(
                "update checkout.purchase set status = $2, claimed_until = $3, order_id = $4"
                " where id = $1",
                id, status, clock().now() + std::chrono::minutes(1), orders::OrderId::make());
        });
    }
};

}  // namespace

TEST_CASE_FIXTURE(Shop,
                  "a guest signs in, takes the cart along and buys it from the address book") {
    const auto guest = fill_cart("MUG", 2);
    const auto ada = sign_up();
    const auto home = new_address(ada, "Bonn");
    const auto office = new_address(ada, "Bremen");
    REQUIRE(post("/v1/carts/" + guest.id + "/merge", "", ada.with(guest)).status == 200);
    CHECK(get("/v1/carts/" + guest.id, guest.headers).status == 404);

    const auto begun =
        begin(guest.id,
              R"("shipping_address_id":")" + home + R"(","billing_address_id":")" + office + R"(")",
              ada.headers);
    REQUIRE(begun.status == 201);
    CHECK(begun.text("/shipping_address/city") == "Bonn");
    CHECK(begun.text("/billing_address/city") == "Bremen");
    const auto target = "/v1/checkouts/" + begun.text("/id");
    const auto changed =
        call(Method::patch, target, R"({"shipping_address_id":")" + office + R"("})", ada.headers);
    CHECK(changed.text("/shipping_address/city") == "Bremen");
    const auto bought = complete(target, ada.headers);
    REQUIRE(bought.status == 201);
    CHECK(bought.text("/shipping_address/city") == "Bremen");
    CHECK(get("/v1/orders", ada.headers).at("/data").as_array().size() == 1);

    REQUIRE(call(Method::del, "/v1/me/addresses/" + office, "", ada.headers).status == 204);
    CHECK(get("/v1/orders/" + bought.text("/id"), ada.headers).text("/shipping_address/city") ==
          "Bremen");
    CHECK(get("/v1/me/cart", ada.headers).status == 404);
}

TEST_CASE_FIXTURE(Shop, "an address is given or named, and never both or somebody else's") {
    const auto ada = sign_up();
    const auto bob = sign_up("bob");
    const auto home = new_address(ada, "Bonn");
    const auto cart = fill_cart("MUG");
    const auto by_id = R"("shipping_address_id":")" + home + R"(")";
    const auto given = std::string(R"("shipping_address":{)") + street + "}";
    const auto refused = [&](const std::string& addresses, const Headers& headers) {
        const auto reply = begin(cart.id, addresses, headers);
        CHECK(reply.status == 422);
        return reply.code() + " " + reply.text("/errors/0/pointer");
    };
    CHECK(refused(R"("vat_id":"DE1")", cart.headers) == "checkout.address_or_id /shipping_address");
    CHECK(refused(given + "," + by_id, ada.with(cart)) ==
          "checkout.address_or_id /shipping_address");
    CHECK(refused(by_id, bob.with(cart)) == "checkout.no_such_address /shipping_address_id");
    CHECK(refused(by_id, cart.headers) == "checkout.no_such_address /shipping_address_id");
    CHECK(refused(given + R"(,"billing_address_id":")" + home + R"(")", bob.with(cart)) ==
          "checkout.no_such_address /billing_address_id");
    auto headers = bob.with(cart);
    headers.emplace_back("Idempotency-Key", "somebody-elses");
    const auto order = post("/v1/orders",
                            R"({"cart_id":")" + cart.id + R"(","email":"bob@example.org",)" +
                                by_id + R"(,"payment":{"provider":"simulator","token":"sim_ok"}})",
                            headers);
    CHECK(order.status == 422);
    CHECK(available("MUG") == 50);
    CHECK(begin(cart.id, given, cart.headers).status == 201);
}

TEST_CASE_FIXTURE(Shop, "what is put into the cart during a checkout is held and bought") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    CHECK(available("MUG") == 48);
    REQUIRE(set_quantity(cart, 5).status == 200);
    CHECK(get(checkout, cart.headers).number("/totals/subtotal/amount") == 5000);
    REQUIRE(call(Method::patch, checkout, R"({"email":"eve@example.org"})", cart.headers).status ==
            200);
    CHECK(available("MUG") == 45);
    REQUIRE(set_quantity(cart, 1).status == 200);
    REQUIRE(call(Method::patch, checkout, "{}", cart.headers).status == 200);
    CHECK(available("MUG") == 49);
    REQUIRE(set_quantity(cart, 3).status == 200);
    const auto bought = complete(checkout, cart.headers);
    REQUIRE(bought.status == 201);
    CHECK(bought.number("/items/0/quantity") == 3);
    CHECK(bought.text("/email") == "eve@example.org");
    CHECK(available("MUG") == 47);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "every step extends the hold, and one that is refused changes nothing") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    const auto first = get(checkout, cart.headers).text("/hold_expires_at");
    clock().advance(std::chrono::minutes(9));
    const auto changed = call(Method::patch, checkout, "{}", cart.headers);
    const auto second = changed.text("/hold_expires_at");
    CHECK(second > first);
    clock().advance(std::chrono::minutes(9));
    settle();
    CHECK(available("MUG") == 48);

    REQUIRE(set_quantity(cart, 60).status == 200);
    const auto refused =
        call(Method::patch, checkout, R"({"email":"eve@example.org"})", cart.headers);
    CHECK(refused.status == 409);
    CHECK(refused.code() == "insufficient_stock");
    const auto now = get(checkout, cart.headers);
    CHECK(now.text("/email") == "ada@example.org");
    CHECK(now.text("/hold_expires_at") == second);
    CHECK(available("MUG") == 48);
    CHECK(now.text("/warnings/0/code") == "insufficient_stock");
    CHECK(now.number("/warnings/0/available") == 48);
}

TEST_CASE_FIXTURE(Shop,
                  "a checkout whose cart outgrew its way of shipping says so and can be mended") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    const std::string express = R"({"shipping_option_id":"express"})";
    REQUIRE(call(Method::patch, checkout, express, cart.headers).status == 200);
    REQUIRE(set_quantity(cart, 200).status == 200);
    const auto outgrown = get(checkout, cart.headers);
    REQUIRE(outgrown.status == 200);
    CHECK(outgrown.text("/warnings/1/code") == "shipping_unavailable");
    CHECK(outgrown.text("/shipping_options/0/id") == "standard");
    CHECK(outgrown.number("/totals/shipping/amount") == 0);
    REQUIRE(set_quantity(cart, 3).status == 200);
    CHECK(get(checkout, cart.headers).text("/shipping_option_id") == "express");
    CHECK(complete(checkout, cart.headers).status == 201);
}

TEST_CASE_FIXTURE(Shop, "a checkout that nobody comes back to expires, and gives its goods back") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    clock().advance(std::chrono::minutes(30));
    settle();
    CHECK(available("MUG") == 50);
    CHECK(get(checkout, cart.headers).text("/status") == "open");
    CHECK(call(Method::patch, checkout, "{}", cart.headers).status == 200);
    CHECK(available("MUG") == 48);
    clock().advance(std::chrono::minutes(80));
    settle();
    CHECK(get(checkout, cart.headers).text("/status") == "expired");
    const auto refused = complete(checkout, cart.headers);
    CHECK(refused.status == 409);
    CHECK(refused.code() == "invalid_transition");
    CHECK(refused.text("/from") == "expired");
    CHECK(refused.text("/to") == "completing");
    CHECK(refused.at("/allowed").as_array().empty());
    CHECK(call(Method::patch, checkout, "{}", cart.headers).code() == "invalid_transition");
    CHECK(complete(begun(cart), cart.headers).status == 201);
}

TEST_CASE_FIXTURE(Shop, "after a crash a checkout goes on where it stood") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    const auto before = get(checkout, cart.headers);
    crash_and_restart();
    const auto after = get(checkout, cart.headers);
    CHECK(after.body == before.body);
    CHECK(complete(checkout, cart.headers).status == 201);
    crash_and_restart();
    CHECK(get(checkout, cart.headers).text("/status") == "completed");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "signing in during a checkout does not end it") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    const auto ada = sign_up();
    REQUIRE(post("/v1/carts/" + cart.id + "/merge", "", ada.with(cart)).status == 200);
    CHECK(call(Method::patch, checkout, "{}", ada.with(cart)).status == 200);
    const auto bought = complete(checkout, ada.headers);
    REQUIRE(bought.status == 201);
    CHECK(get("/v1/orders", ada.headers).at("/data").as_array().size() == 1);
    CHECK(available("MUG") == 48);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a checkout of a cart that became part of another says so") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    const auto ada = sign_up();
    const auto own = post("/v1/carts", "{}", ada.headers).text("/id");
    REQUIRE(
        post("/v1/carts/" + own + "/items", R"({"sku":"TEA","quantity":1})", ada.headers).status ==
        200);
    REQUIRE(post("/v1/carts/" + cart.id + "/merge", "", ada.with(cart)).status == 200);
    for (const auto& reply :
         {get(checkout, cart.headers), call(Method::patch, checkout, "{}", cart.headers),
          complete(checkout, cart.headers)}) {
        CHECK(reply.status == 410);
        CHECK(reply.code() == "cart.merged");
        CHECK(reply.text("/merged_into") == own);
    }
    CHECK(available("MUG") == 48);
    settle();
    CHECK(available("MUG") == 50);
    const auto begun =
        begin(own, std::string(R"("shipping_address":{)") + street + "}", ada.headers);
    CHECK(begun.status == 201);
    CHECK(begun.number("/totals/subtotal/amount") == 2500);
}

TEST_CASE_FIXTURE(Shop, "only an open checkout can be changed and completed") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    for (const auto* status : {"completing", "requires_action", "processing", "expired"}) {
        CAPTURE(status);
        set_status(checkout, status);
        const auto changed = call(Method::patch, checkout, "{}", cart.headers);
        const auto completed = complete(checkout, cart.headers);
        for (const auto& [refused, to] : {std::pair(changed, "open"), {completed, "completing"}}) {
            CHECK(refused.status == 409);
            if (status != std::string("expired")) {
                CHECK(refused.code() == "completion_in_progress");
                continue;
            }
            CHECK(refused.code() == "invalid_transition");
            CHECK(refused.text("/from") == "expired");
            CHECK(refused.text("/to") == to);
            CHECK(refused.at("/allowed").as_array().empty());
        }
        CHECK(get(checkout, cart.headers).text("/status") == status);
    }
    set_status(checkout, "open");
    const auto bought = complete(checkout, cart.headers);
    REQUIRE(bought.status == 201);
    const auto late = call(Method::patch, checkout, "{}", cart.headers);
    CHECK(late.code() == "invalid_transition");
    CHECK(late.text("/from") == "completed");
    CHECK(complete(checkout, cart.headers).text("/id") == bought.text("/id"));
    const auto over =
        begin(cart.id, std::string(R"("shipping_address":{)") + street + "}", cart.headers);
    CHECK(over.status == 409);
    CHECK(over.code() == "cart.not_active");
}

TEST_CASE_FIXTURE(Shop, "a customer claims what they ordered as a guest") {
    const auto cart = fill_cart("MUG", 2);
    const auto checkout = begun(cart);
    const auto order = "/v1/orders/" + complete(checkout, cart.headers).text("/id");
    const auto ada = sign_up();
    CHECK(get(order, ada.headers).status == 404);
    CHECK(post(order + "/claim", "", cart.headers).status == 401);
    CHECK(post(order + "/claim", "", ada.headers).status == 404);
    const auto claimed = post(order + "/claim", "", ada.with(cart));
    REQUIRE(claimed.status == 200);
    CHECK(claimed.text("/status") == "placed");
    CHECK(get(order, ada.headers).status == 200);
    CHECK(get(order, cart.headers).status == 404);
    CHECK(get("/v1/orders", ada.headers).at("/data").as_array().size() == 1);
    CHECK(post(order + "/claim", "", ada.headers).status == 200);
    const auto bob = sign_up("bob");
    CHECK(post(order + "/claim", "", bob.with(cart)).status == 404);
    settle();
    CHECK(get(checkout, cart.headers).status == 404);
    CHECK(get(checkout, ada.headers).text("/status") == "completed");
    CHECK(complete(checkout, cart.headers).status == 404);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "who has confirmed an address claims what guests ordered with it") {
    const auto cart = fill_cart("MUG", 2);
    const auto order = "/v1/orders/" + complete(begun(cart), cart.headers).text("/id");
    const auto ada = sign_up();
    const auto claim = [&](const Customer& customer) {
        return post("/v1/me/orders/claim", "", customer.headers);
    };
    CHECK(claim(ada).code() == "orders.address_not_confirmed");
    CHECK(get(order, ada.headers).status == 404);
    const auto bob = sign_up("bob");
    tables().superuser().transact(
        [](platform::Tx& tx) { tx.run("update auth.user_account set email_verified_at = now()"); });
    CHECK(claim(bob).number("/claimed") == 0);
    CHECK(claim(ada).number("/claimed") == 1);
    CHECK(get(order, ada.headers).status == 200);
    CHECK(get(order, cart.headers).status == 404);
    CHECK(claim(ada).number("/claimed") == 0);
    settle();
    CHECK(illness() == "");
}
