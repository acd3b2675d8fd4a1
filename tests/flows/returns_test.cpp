#include "mug_shop.hpp"

using namespace kontor;
using kontor::test::damaged;
using kontor::test::Reply;
using kontor::test::resaleable;
using platform::http::Headers;
using platform::http::Method;
using Shop = kontor::test::MugShop;

TEST_CASE_FIXTURE(Shop, "what comes back is on hand if it can be sold, and paid back to the cent") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    CHECK(order.text("/status") == "completed");
    CHECK(on_hand() == 47);

    const auto path = approve_return(order, cart, 2);
    const auto counted =
        count(path, {of_first_item(order, 1, resaleable), of_first_item(order, 1, damaged)});
    CHECK(counted.text("/status") == "received");
    settle();
    CHECK(on_hand() == 48);
    CHECK(available("MUG") == 48);

    const auto settled = refund(path);
    REQUIRE_MESSAGE(settled.status == 200, boost::json::serialize(settled.body));
    CHECK(settled.number("/refunded/amount") == 666);
    settle();
    const auto after = seen_by_staff(order);
    CHECK(after.text("/status") == "completed");
    CHECK(after.text("/payment_status") == "partially_refunded");

    const auto rest = approve_return(order, cart, 1);
    REQUIRE(count(rest, {of_first_item(order, 1, resaleable)}).status == 200);
    CHECK(refund(rest, R"({"shipping":true})").number("/refunded/amount") == 333 + 490);
    settle();
    CHECK(seen_by_staff(order).text("/payment_status") == "refunded");
    CHECK(seen_by_staff(order).text("/status") == "completed");
    CHECK(on_hand() == 49);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "the order's timeline tells what became of a return") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    const auto path = approve_return(order, cart, 1);
    REQUIRE(count(path, {of_first_item(order, 1, damaged)}).status == 200);
    REQUIRE(refund(path).status == 200);
    settle();
    std::vector<std::string> events;
    const auto seen = seen_by_staff(order);
    for (const auto& entry : seen.at("/timeline").as_array()) {
        const std::string event(entry.at("event").as_string());
        if (event.starts_with("return_")) events.push_back(event);
    }
    CHECK(events == std::vector<std::string>{"return_requested", "return_approved",
                                             "return_received", "return_refunded"});
}

TEST_CASE_FIXTURE(Shop, "a crash after goods were counted puts them on hand once") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    const auto path = approve_return(order, cart, 3);
    REQUIRE(count(path, {of_first_item(order, 3, resaleable)}).status == 200);
    crash_and_restart();
    settle();
    settle();
    CHECK(on_hand() == 50);
    REQUIRE(refund(path).status == 200);
    crash_and_restart();
    settle();
    CHECK(seen_by_staff(order).text("/payment_status") == "partially_refunded");
    CHECK(refund(path).code() == "invalid_transition");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an order is cancelled once all that was shipped of it is back") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = buy(cart, "sim_ok");
    settle();
    const auto cancel = "/v1/admin/orders/" + order.text("/id") + "/cancel";
    REQUIRE(staff(Method::post, "/v1/admin/orders/" + order.text("/id") + "/shipments").status ==
            201);
    settle();
    CHECK(staff(Method::post, cancel).code() == "invalid_transition");
    const auto path = approve_return(order, cart, 3);
    REQUIRE(count(path, {of_first_item(order, 2, resaleable)}).status == 200);
    settle();
    CHECK(staff(Method::post, cancel).code() == "invalid_transition");
    REQUIRE(count(path, {of_first_item(order, 1, damaged)}).status == 200);
    settle();
    CHECK(staff(Method::post, cancel).text("/status") == "cancelled");
    settle();
    CHECK(seen_by_staff(order).text("/payment_status") == "voided");
    CHECK(on_hand() == 49);
    CHECK(illness() == "");
}

namespace {

struct Exchange : Shop {
    Exchange() {
        add_product("CUP", 100, 50);
        const auto account = post("/v1/auth/register",
                                  R"({"email":"grace@example.org","password":"a wet afternoon"})");
        REQUIRE(account.status == 201);
        customer = {{"Authorization", "Bearer " + account.text("/access_token")}};
    }

    // For so many cups, approved; its path for staff.
    std::string approve_exchange(const Reply& order, const Headers& shopper, int cups) {
        const auto made = post(
            "/v1/orders/" + order.text("/id") + "/returns",
            R"({"wish":"exchange","items":[)" + of_first_item(order, 3, R"("reason":"too large")") +
                R"(],"replacement":[{"sku":"CUP","quantity":)" + std::to_string(cups) + "}]}",
            shopper);
        REQUIRE_MESSAGE(made.status == 201, boost::json::serialize(made.body));
        const auto path = "/v1/admin/returns/" + made.text("/id");
        REQUIRE(staff(Method::post, path + "/approve").status == 200);
        return path;
    }
    Reply exchange(const std::string& path, const std::string& body = "{}") {
        return staff(Method::post, path + "/exchange", body,
                     {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    }

    Headers customer;
};

}  // namespace

TEST_CASE_FIXTURE(Exchange, "the value of what comes back pays for what is wanted instead") {
    auto cart = fill_cart("MUG", 3);
    cart.headers.insert(cart.headers.end(), customer.begin(), customer.end());
    const auto order = receive_mugs(cart);
    const auto path = approve_exchange(order, customer, 2);
    REQUIRE(count(path, {of_first_item(order, 3, resaleable)}).status == 200);
    const auto settled = refund(path);
    CHECK(settled.at("/as_store_credit").as_bool());
    CHECK(settled.number("/refunded/amount") == 999);

    const auto ordered = exchange(path);
    REQUIRE_MESSAGE(ordered.status == 200, boost::json::serialize(ordered.body));
    CHECK(exchange(path).text("/exchange_order_id") == ordered.text("/exchange_order_id"));
    settle();
    const auto replacement = get("/v1/orders/" + ordered.text("/exchange_order_id"), customer);
    CHECK(replacement.text("/status") == "placed");
    CHECK(replacement.text("/payment_status") == "paid");
    CHECK(replacement.number("/totals/total/amount") == 200 + 490);
    CHECK(replacement.text("/items/0/sku") == "CUP");
    CHECK(replacement.text("/payments/0/provider") == "store_credit");
    CHECK(get("/v1/orders", customer).at("/data").as_array().size() == 2);
    CHECK(get("/v1/me/cart", customer).status == 404);
    CHECK(on_hand() == 50);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Exchange, "what store credit does not cover is paid, or nothing is ordered") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    const auto path = approve_exchange(order, cart.headers, 2);
    const auto unpaid = exchange(path);
    CHECK(unpaid.status == 422);
    CHECK(staff(Method::get, "/v1/admin/inventory/CUP").number("/levels/0/available") == 50);

    // At once, before anything came in: the guest pays for it, and is paid back later.
    const auto ordered = exchange(path, R"({"payment":{"provider":"simulator","token":"sim_ok"}})");
    REQUIRE_MESSAGE(ordered.status == 200, boost::json::serialize(ordered.body));
    settle();
    const auto replacement = "/v1/orders/" + ordered.text("/exchange_order_id");
    CHECK(get(replacement, cart.headers).number("/items/0/quantity") == 2);
    CHECK(get(replacement, customer).status == 404);
    REQUIRE(count(path, {of_first_item(order, 3, resaleable)}).status == 200);
    CHECK(refund(path).number("/refunded/amount") == 999);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Exchange, "an exchange spends what its return was worth, and no other credit") {
    auto cart = fill_cart("MUG", 3);
    cart.headers.insert(cart.headers.end(), customer.begin(), customer.end());
    const auto order = receive_mugs(cart);
    const auto me = get("/v1/me", customer).text("/id");
    REQUIRE(staff(Method::post, "/v1/admin/customers/" + me + "/store-credit",
                  R"({"amount":{"amount":5000,"currency":"EUR"},"reason":"a prize"})",
                  {{"Idempotency-Key", "prize"}})
                .status == 201);
    const auto path = approve_exchange(order, customer, 12);
    REQUIRE(count(path, {of_first_item(order, 3, resaleable)}).status == 200);
    REQUIRE(refund(path).number("/refunded/amount") == 999);
    const auto unpaid = exchange(path);
    CHECK(unpaid.code() == "checkout.payment_missing");
    CHECK(unpaid.number("/amount_due/amount") == 1200 + 490 - 999);
    const auto ordered = exchange(path, R"({"payment":{"provider":"simulator","token":"sim_ok"}})");
    REQUIRE_MESSAGE(ordered.status == 200, boost::json::serialize(ordered.body));
    settle();
    CHECK(get("/v1/me/store-credit", customer).number("/data/0/balance/amount") == 5000);
    CHECK(
        get("/v1/orders/" + ordered.text("/exchange_order_id"), customer).text("/payment_status") ==
        "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Exchange, "staff pay no exchange with means that the customer keeps") {
    auto cart = fill_cart("MUG", 3);
    cart.headers.insert(cart.headers.end(), customer.begin(), customer.end());
    const auto path = approve_exchange(receive_mugs(cart), customer, 2);
    const auto kept = post("/v1/me/payment-methods",
                           R"({"provider":"simulator","token":"sim_ok","label":"Visa"})", customer);
    REQUIRE(kept.status == 201);
    const auto refused =
        exchange(path, R"({"payment":{"provider":"simulator","payment_method_id":")" +
                           kept.text("/id") + R"("}})");
    CHECK(refused.status == 422);
    CHECK(refused.code() == "payments.no_such_method");
    CHECK(get("/v1/orders", customer).at("/data").as_array().size() == 1);
}

TEST_CASE_FIXTURE(Exchange, "customers order their exchange themselves, and confirm its payment") {
    auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    const auto made = post("/v1/orders/" + order.text("/id") + "/returns",
                           R"({"wish":"exchange","items":[)" +
                               of_first_item(order, 1, R"("reason":"too large")") +
                               R"(],"replacement":[{"sku":"CUP","quantity":1}]})",
                           cart.headers);
    REQUIRE(made.status == 201);
    const auto own =
        "/v1/orders/" + order.text("/id") + "/returns/" + made.text("/id") + "/exchange";
    const auto ask = [&](const std::string& token, Headers headers) {
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        return post(own, R"({"payment":{"provider":"simulator","token":")" + token + R"("}})",
                    headers);
    };
    CHECK(ask("sim_ok", cart.headers).code() == "returns.no_exchange");
    REQUIRE(staff(Method::post, "/v1/admin/returns/" + made.text("/id") + "/approve").status ==
            200);
    CHECK(ask("sim_ok", customer).status == 404);
    CHECK(ask("sim_declined", cart.headers).status == 402);
    const auto pending = ask("sim_requires_action", cart.headers);
    REQUIRE_MESSAGE(pending.status == 200, boost::json::serialize(pending.body));
    CHECK_FALSE(pending.body.as_object().contains("exchange_order_id"));
    CHECK(pending.text("/payment/status") == "requires_action");
    REQUIRE(post(pending.text("/payment/next_action/url"), {}, cart.headers).status == 200);
    settle();
    const auto known = staff(Method::get, "/v1/admin/returns/" + made.text("/id"));
    const auto done = ask("sim_requires_action", cart.headers);
    CHECK(known.text("/exchange_order_id") == done.text("/exchange_order_id"));
    REQUIRE_MESSAGE(done.status == 200, boost::json::serialize(done.body));
    CHECK_FALSE(done.body.as_object().contains("payment"));
    CHECK(get("/v1/orders/" + done.text("/exchange_order_id"), cart.headers)
              .text("/payment_status") == "paid");
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Exchange, "an exchange is ordered although its order was claimed meanwhile") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    const auto path = approve_exchange(order, cart.headers, 2);
    const auto pay = [&](const std::string& token) {
        return exchange(path, R"({"payment":{"provider":"simulator","token":")" + token + R"("}})");
    };
    REQUIRE(pay("sim_declined").status == 402);
    auto both = customer;
    both.insert(both.end(), cart.headers.begin(), cart.headers.end());
    REQUIRE(post("/v1/orders/" + order.text("/id") + "/claim", {}, both).status == 200);
    settle();
    const auto ordered = pay("sim_ok");
    REQUIRE_MESSAGE(ordered.status == 200, boost::json::serialize(ordered.body));
    const auto replacement = "/v1/orders/" + ordered.text("/exchange_order_id");
    CHECK(get(replacement, customer).number("/items/0/quantity") == 2);
    CHECK(get(replacement, cart.headers).status == 404);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Exchange, "an exchange that a guest began is one order, also after the claim") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    const auto path = approve_exchange(order, cart.headers, 2);
    const std::string means =
        R"({"payment":{"provider":"simulator","token":"sim_requires_action"}})";
    const auto pending = exchange(path, means);
    REQUIRE(pending.text("/payment/status") == "requires_action");
    auto both = customer;
    both.insert(both.end(), cart.headers.begin(), cart.headers.end());
    REQUIRE(post("/v1/orders/" + order.text("/id") + "/claim", {}, both).status == 200);
    CHECK(exchange(path, means).text("/payment/status") == "requires_action");
    REQUIRE(post(pending.text("/payment/next_action/url"), {}, cart.headers).status == 200);
    settle();
    const auto done = exchange(path, means);
    REQUIRE_MESSAGE(done.status == 200, boost::json::serialize(done.body));
    CHECK(get("/v1/orders/" + done.text("/exchange_order_id"), cart.headers).status == 200);
    CHECK(staff(Method::get, "/v1/admin/inventory/CUP").number("/levels/0/available") == 48);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Exchange, "what was fetched is fetched again, or sent to whoever paid") {
    const std::string hamburg =
        R"({"name":"The Shop","line1":"1 Quay","city":"Hamburg","postal_code":"20457",)"
        R"("country":"DE"})";
    REQUIRE(staff(Method::post, "/v1/admin/locations",
                  R"({"code":"annex","name":"Annex","address":)" + hamburg + "}")
                .status == 201);
    const std::string method = "/v1/admin/shipping/zones/everywhere/methods/fetch";
    REQUIRE(staff(Method::put, method,
                  R"({"name":"Fetch it","kind":"pickup","location":"annex","min_days":0,)"
                  R"("max_days":0,"rates":[{"currency":"EUR","steps":[{"from":0,"price":0}]}]})")
                .status == 200);
    const auto fetch = [&] {
        const auto cart = fill_cart("MUG", 3);
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        const auto order = post(
            "/v1/orders",
            R"({"cart_id":")" + cart.id +
                R"(","email":"ada@example.org","shipping_option_id":"fetch","billing_address":)"
                R"({"name":"Ada","line1":"1 Street","city":"Linz","postal_code":"4020",)"
                R"("country":"AT"},"payment":{"provider":"simulator","token":"sim_ok"}})",
            headers);
        REQUIRE_MESSAGE(order.status == 201, boost::json::serialize(order.body));
        return std::pair(deliver(order, cart), cart);
    };
    const auto again = [&](const std::string& more) {
        const auto [order, cart] = fetch();
        CHECK(order.text("/shipping_address/city") == "Hamburg");
        const auto ordered =
            exchange(approve_exchange(order, cart.headers, 2),
                     R"({"payment":{"provider":"simulator","token":"sim_ok"})" + more + "}");
        REQUIRE_MESSAGE(ordered.status == 200, boost::json::serialize(ordered.body));
        return get("/v1/orders/" + ordered.text("/exchange_order_id"), cart.headers);
    };
    CHECK(again("").text("/shipping_address/city") == "Hamburg");
    CHECK(again(R"(,"shipping_option_id":"fetch")").number("/totals/shipping/amount") == 0);
    CHECK(again(R"(,"shipping_option_id":"standard")").text("/shipping_address/city") == "Linz");
    const auto [order, cart] = fetch();
    const auto path = approve_exchange(order, cart.headers, 2);
    REQUIRE(staff(Method::del, method).status == 204);
    const auto sent = exchange(path, R"({"payment":{"provider":"simulator","token":"sim_ok"}})");
    REQUIRE_MESSAGE(sent.status == 200, boost::json::serialize(sent.body));
    CHECK(get("/v1/orders/" + sent.text("/exchange_order_id"), cart.headers)
              .text("/shipping_address/city") == "Linz");
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Exchange,
                  "an exchange is ordered once its return is approved, whoever began it") {
    const auto cart = fill_cart("MUG", 3);
    const auto order = receive_mugs(cart);
    const auto plain = approve_return(order, cart, 1);
    CHECK(exchange(plain).code() == "returns.no_exchange");
    const auto made = staff(Method::post, "/v1/admin/orders/" + order.text("/id") + "/returns",
                            R"({"wish":"exchange","items":[)" +
                                of_first_item(order, 1, R"("reason":"too large")") +
                                R"(],"replacement":[{"sku":"CUP","quantity":1}]})");
    REQUIRE(made.status == 201);
    const auto path = "/v1/admin/returns/" + made.text("/id");
    CHECK(exchange(path).code() == "returns.no_exchange");
    REQUIRE(staff(Method::post, path + "/approve").status == 200);
    const auto ordered = exchange(path, R"({"payment":{"provider":"simulator","token":"sim_ok"}})");
    REQUIRE_MESSAGE(ordered.status == 200, boost::json::serialize(ordered.body));
    CHECK(get("/v1/orders/" + ordered.text("/exchange_order_id"), cart.headers).status == 200);
    settle();
    CHECK(illness() == "");
}
