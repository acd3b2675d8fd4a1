#include "shop_fixture.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Method;

namespace {

struct Shop : ShopFixture {
    Shop() { add_product("MUG", 1000, 50); }

    Reply order_of(const Reply& bought, const GuestCart& cart) {
        return get("/v1/orders/" + bought.text("/id"), cart.headers);
    }
    std::string cart_status(const GuestCart& cart) {
        return get("/v1/carts/" + cart.id, cart.headers).text("/status");
    }
    void approve(const Reply& waiting, const GuestCart& cart) {
        const auto path = "/v1/payments/simulator/" + waiting.text("/payment_id") + "/approve";
        CHECK(post(path, {}, cart.headers).status == 200);
    }
    std::vector<payments::Payment> payments_for(const GuestCart& cart) {
        const auto order = tables().superuser().read([&](platform::Reader& reader) {
            return reader.one<platform::Uuid>(
                "select id from orders.customer_order where cart = $1",
                cart::CartId::parse(cart.id)->uuid());
        });
        return shop().modules().payments->payments_of(orders::OrderId(order.value()));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Shop, "a guest buys: order placed and paid, stock allocated, cart completed") {
    const auto cart = fill_cart("MUG", 2);
    const auto bought = buy(cart, "sim_ok");
    REQUIRE(bought.status == 201);
    CHECK(bought.text("/status") == "placed");
    CHECK(bought.text("/payment_status") == "paid");
    CHECK(bought.number("/totals/subtotal/amount") == 2000);
    CHECK(bought.number("/totals/total/amount") == 2000 + bought.number("/totals/shipping/amount"));
    CHECK(bought.text("/payments/0/status") == "captured");
    CHECK(bought.text("/guest_token") == cart.headers[0].second);
    CHECK(cart_status(cart) == "completed");
    CHECK(available("MUG") == 48);
    settle();
    CHECK(order_of(bought, cart).text("/shipments/0/status") == "pending");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "checkout in steps: begin, choose the shipping, complete, ask again") {
    const auto cart = fill_cart("MUG");
    const std::string address =
        R"({"name":"Ada","line1":"1 Street","city":"Berlin","postal_code":"10115","country":"DE"})";
    const auto begun =
        post("/v1/checkouts",
             R"({"cart_id":")" + cart.id + R"(","email":"ada@example.org","shipping_address":)" +
                 address + "}",
             cart.headers);
    REQUIRE(begun.status == 201);
    CHECK(begun.text("/status") == "open");
    CHECK(available("MUG") == 49);
    const auto target = "/v1/checkouts/" + begun.text("/id");
    const auto options = begun.at("/shipping_options").as_array();
    REQUIRE(options.size() >= 2);
    const auto dearest = std::string(options.back().at("id").as_string());
    const auto changed =
        call(Method::patch, target, R"({"shipping_option_id":")" + dearest + R"("})", cart.headers);
    REQUIRE(changed.status == 200);
    CHECK(changed.at("/totals/shipping") == options.back().at("price"));

    auto headers = cart.headers;
    headers.emplace_back("Idempotency-Key", "complete-once");
    const auto guard = boost::json::serialize(changed.at("/totals/total"));
    const auto wrong = post(target + "/complete",
                            R"({"payment":{"provider":"simulator","token":"sim_ok"},)"
                            R"("expected_total":{"amount":1,"currency":"EUR"}})",
                            {cart.headers[0], {"Idempotency-Key", "wrong-total"}});
    CHECK(wrong.status == 409);
    CHECK(wrong.code() == "cart_changed");
    CHECK(wrong.at("/current_total") == changed.at("/totals/total"));

    const auto completion =
        R"({"payment":{"provider":"simulator","token":"sim_ok"},"expected_total":)" + guard + "}";
    const auto completed = post(target + "/complete", completion, headers);
    REQUIRE_MESSAGE(completed.status == 201, boost::json::serialize(completed.body));
    const auto again = post(target + "/complete", completion, headers);
    CHECK(again.body == completed.body);
    const auto state = get(target, cart.headers);
    CHECK(state.text("/status") == "completed");
    CHECK(state.text("/order_id") == completed.text("/id"));
    CHECK(available("MUG") == 49);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a refused payment leaves the cart active, the stock free and no order") {
    const auto cart = fill_cart("MUG", 3);
    const auto refused = buy(cart, "sim_declined");
    CHECK(refused.status == 402);
    CHECK(refused.code() == "payment_declined");
    settle();
    CHECK(cart_status(cart) == "active");
    CHECK(available("MUG") == 50);

    const auto bought = buy(cart, "sim_ok");
    CHECK(bought.status == 201);
    settle();
    CHECK(available("MUG") == 47);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop,
                  "a provider that captures but does not answer: the sweeper places the order") {
    const auto cart = fill_cart("MUG");
    const auto bought = buy(cart, "sim_timeout");
    REQUIRE(bought.status == 202);
    CHECK(bought.text("/status") == "processing");
    clock().advance(std::chrono::minutes(1));
    settle();
    const auto checkout = get("/v1/checkouts/" + bought.text("/checkout_id"), cart.headers);
    CHECK(checkout.text("/status") == "completed");
    CHECK(get("/v1/orders/" + checkout.text("/order_id"), cart.headers).text("/payment_status") ==
          "paid");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a provider that fails without capturing: no order, cart active again") {
    const auto cart = fill_cart("MUG");
    const auto bought = buy(cart, "sim_error");
    CHECK((bought.status == 402 || bought.status == 202));
    clock().advance(std::chrono::minutes(1));
    settle();
    CHECK(cart_status(cart) == "active");
    CHECK(available("MUG") == 50);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a payment that wants an action is placed when the customer approves it") {
    const auto cart = fill_cart("MUG");
    const auto bought = buy(cart, "sim_requires_action");
    REQUIRE(bought.status == 202);
    CHECK(bought.text("/status") == "requires_action");
    CHECK(bought.at("/next_action").is_object());
    approve(bought, cart);
    settle();
    const auto checkout = get("/v1/checkouts/" + bought.text("/checkout_id"), cart.headers);
    CHECK(checkout.text("/status") == "completed");
    CHECK(available("MUG") == 49);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "an action nobody takes gives the goods and the cart back") {
    const auto cart = fill_cart("MUG");
    REQUIRE(buy(cart, "sim_requires_action").status == 202);
    clock().advance(std::chrono::minutes(11));
    settle();
    CHECK(cart_status(cart) == "active");
    CHECK(available("MUG") == 50);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what somebody else placed at the last moment is not given up") {
    const auto cart = fill_cart("MUG");
    REQUIRE(buy(cart, "sim_requires_action").status == 202);
    clock().advance(std::chrono::minutes(11));
    tables().superuser().transact(
        [](platform::Tx& tx) { tx.run("update orders.customer_order set status = 'placed'"); });
    settle();
    const auto given_back = tables().superuser().read([](platform::Reader& reader) {
        return reader.one<std::int64_t>(
            "select count(*) from payments.payment where give_back_reason is not null");
    });
    CHECK(given_back == 0);
    CHECK(cart_status(cart) == "completing");
}

TEST_CASE_FIXTURE(Shop, "who pays for what others bought meanwhile gets the money back at once") {
    add_product("LAST", 500, 1);
    const auto cart = fill_cart("LAST");
    const auto waiting = buy(cart, "sim_requires_action");
    clock().advance(std::chrono::minutes(11));
    REQUIRE(buy(fill_cart("LAST"), "sim_ok").status == 201);
    approve(waiting, cart);
    settle();
    const auto money = payments_for(cart).at(0);
    CHECK(money.captured.amount > 0);
    CHECK(money.refunded == money.captured);
    CHECK(cart_status(cart) == "active");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "who pays for an order that ended meanwhile gets the money back at once") {
    const auto cart = fill_cart("MUG");
    const auto waiting = buy(cart, "sim_requires_action");
    tables().superuser().transact(
        [](platform::Tx& tx) { tx.run("update orders.customer_order set status = 'expired'"); });
    approve(waiting, cart);
    settle();
    const auto money = payments_for(cart).at(0);
    CHECK(money.captured.amount > 0);
    CHECK(money.refunded == money.captured);
    CHECK(available("MUG") == 50);
    CHECK(cart_status(cart) == "active");
}

TEST_CASE_FIXTURE(Shop, "webhooks that come twice pay once") {
    const auto cart = fill_cart("MUG");
    const auto bought = buy(cart, "sim_duplicate_webhook");
    settle();
    CHECK((bought.status == 201 || bought.status == 202));
    CHECK(available("MUG") == 49);
    CHECK(cart_status(cart) == "completed");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "the same key gives the same answer, another body with it is refused") {
    const auto cart = fill_cart("MUG");
    const auto first = buy(cart, "sim_ok", "one-key");
    const auto second = buy(cart, "sim_ok", "one-key");
    REQUIRE(first.status == 201);
    CHECK(second.status == 201);
    CHECK(first.body == second.body);
    const auto other = buy(cart, "sim_declined", "one-key");
    CHECK(other.status == 422);
    CHECK(other.code() == "idempotency_key_reused");
}

TEST_CASE_FIXTURE(Shop, "an ordered cart answers its order to whoever completes it again") {
    const auto cart = fill_cart("MUG");
    const auto first = buy(cart, "sim_ok");
    const auto second = buy(cart, "sim_ok");
    REQUIRE(second.status == 201);
    CHECK(first.text("/id") == second.text("/id"));
    CHECK(available("MUG") == 49);
}

TEST_CASE_FIXTURE(Shop, "two devices that complete one cart at once make one order") {
    for (int round = 0; round < 10; ++round) {
        const auto cart = fill_cart("MUG");
        Reply one, two;
        {
            std::jthread first([&] { one = buy(cart, "sim_ok"); });
            std::jthread second([&] { two = buy(cart, "sim_ok"); });
        }
        std::vector<std::string> ids;
        for (const auto& reply : {one, two})
            if (reply.status == 201)
                ids.push_back(reply.text("/id"));
            else
                CHECK(reply.status == 409);
        REQUIRE(!ids.empty());
        CHECK(ids.front() == ids.back());
    }
    settle();
    CHECK(available("MUG") == 40);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop,
                  "many buyers of few pieces: as many orders as pieces, a clean 409 for the rest") {
    add_product("RARE", 2500, 5);
    std::vector<GuestCart> carts;
    for (int buyer = 0; buyer < 20; ++buyer) carts.push_back(fill_cart("RARE"));
    CHECK(buy_at_once(carts) ==
          std::map<std::string, int>{{"bought", 5}, {"insufficient_stock", 15}});
    settle();
    CHECK(available("RARE") == 0);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "cancelling a paid order gives money and goods back") {
    const auto cart = fill_cart("MUG", 2);
    const auto bought = buy(cart, "sim_ok");
    settle();
    const auto cancelled = post("/v1/orders/" + bought.text("/id") + "/cancel", {}, cart.headers);
    REQUIRE(cancelled.status == 200);
    CHECK(cancelled.text("/status") == "cancelled");
    settle();
    const auto order = order_of(bought, cart);
    CHECK(order.text("/payment_status") == "voided");
    CHECK(order.text("/shipments/0/status") == "cancelled");
    CHECK(available("MUG") == 50);
    CHECK(illness() == "");
    CHECK(post("/v1/orders/" + bought.text("/id") + "/cancel", {}, cart.headers).status == 409);
}

TEST_CASE_FIXTURE(Shop, "staff ships and delivers, and the goods leave the books") {
    const auto cart = fill_cart("MUG", 2);
    const auto bought = buy(cart, "sim_ok");
    settle();
    const auto shipped =
        staff(Method::post, "/v1/admin/orders/" + bought.text("/id") + "/shipments",
              R"({"carrier":"DHL","tracking_number":"42"})");
    REQUIRE_MESSAGE(shipped.status == 201, boost::json::serialize(shipped.body));
    settle();
    CHECK(order_of(bought, cart).text("/fulfilment_status") == "shipped");
    const auto stock = staff(Method::get, "/v1/admin/inventory/MUG");
    CHECK(stock.number("/levels/0/on_hand") == 48);
    CHECK(stock.number("/levels/0/allocated") == 0);

    const auto delivered =
        staff(Method::post, "/v1/admin/shipments/" + shipped.text("/id") + "/deliver");
    REQUIRE(delivered.status == 200);
    settle();
    const auto order = order_of(bought, cart);
    CHECK(order.text("/fulfilment_status") == "delivered");
    CHECK(order.text("/status") == "completed");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "held goods of a checkout nobody completes can be bought by others") {
    add_product("LAST", 500, 1);
    const auto cart = fill_cart("LAST");
    const auto begun =
        post("/v1/checkouts",
             R"({"cart_id":")" + cart.id +
                 R"(","email":"ada@example.org","shipping_address":{"name":"Ada","line1":"1",)"
                 R"("city":"Berlin","postal_code":"10115","country":"DE"}})",
             cart.headers);
    REQUIRE(begun.status == 201);
    const auto other = fill_cart("LAST");
    CHECK(buy(other, "sim_ok").status == 409);
    clock().advance(std::chrono::minutes(11));
    CHECK(buy(other, "sim_ok").status == 201);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "every event is handled and none is dead after a day of trade") {
    for (int order = 0; order < 10; ++order) CHECK(buy(fill_cart("MUG"), "sim_ok").status == 201);
    settle();
    for (const auto& lag : shop().dispatcher().lag()) {
        CHECK_MESSAGE(lag.events == 0, lag.subscription);
        CHECK(lag.parked == 0);
        CHECK(lag.dead == 0);
    }
}

TEST_CASE_FIXTURE(Shop,
                  "money for an order that a crash of the database took with it is given back") {
    auto& payments = *shop().modules().payments;
    const auto lost = orders::OrderId::make();
    const auto amount = platform::Money{1490, *platform::Currency::parse("EUR")};
    REQUIRE(payments.pay({lost, 1, amount, "simulator", "sim_ok"}).has_value());
    CHECK(illness() != "");
    settle();
    CHECK(payments.payments_of(lost).at(0).refunded == amount);
    CHECK(illness() == "");
}
