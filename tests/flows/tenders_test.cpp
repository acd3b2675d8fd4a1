#include "app/reconciliation.hpp"
#include "shop_fixture.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Headers;
using platform::http::Method;

namespace {

const std::string by_simulator = R"("payment":{"provider":"simulator","token":"sim_ok"})";

// A mug costs 10.00, and its shipping something on top.
struct Shop : ShopFixture {
    Shop() { add_product("MUG", 1000, 50); }

    std::string gift_card(std::int64_t cents) {
        const auto made =
            staff(Method::post, "/v1/admin/gift-cards",
                  R"({"amount":{"amount":)" + std::to_string(cents) + R"(,"currency":"EUR"}})",
                  {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
        REQUIRE(made.status == 201);
        return made.text("/code");
    }
    std::int64_t left_on(const std::string& code) {
        return post("/v1/gift-cards/check", R"({"code":")" + code + R"("})")
            .number("/balance/amount");
    }
    // more: how it is paid for.
    Reply buy_with(const GuestCart& cart, const std::string& more,
                   const std::string& key = platform::to_string(platform::new_uuid())) {
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", key);
        return post("/v1/orders",
                    R"({"cart_id":")" + cart.id +
                        R"(","email":"ada@example.org","shipping_address":{"name":"Ada Buyer",)"
                        R"("line1":"1 Test Street","city":"Berlin","postal_code":"10115",)"
                        R"("country":"DE"},)" +
                        more + "}",
                    headers);
    }
    Reply shown(const Reply& bought, const GuestCart& cart) {
        return get("/v1/orders/" + bought.text("/id"), cart.headers);
    }
    std::vector<payments::Difference> differences() {
        return app::reconcile(shop().modules(), {}, clock().now() + std::chrono::hours(1));
    }
    void damage(const std::string& sql) {
        auto superuser = tables().superuser();
        superuser.transact([&](platform::Tx& tx) {
            tx.run("set local session_replication_role = replica");
            tx.run(sql);
        });
    }
};

std::string card(const std::string& code) {
    return R"("gift_cards":[")" + code + R"("])";
}

std::int64_t sum_of_payments(const Reply& order) {
    std::int64_t sum = 0;
    for (const auto& payment : order.at("/payments").as_array())
        if (payment.at("status").as_string() == "captured")
            sum += payment.at_pointer("/amount/amount").to_number<std::int64_t>();
    return sum;
}

std::string provider_of(const Reply& order, std::size_t payment) {
    return order.text("/payments/" + std::to_string(payment) + "/provider");
}

}  // namespace

TEST_CASE_FIXTURE(Shop, "a gift card that covers everything needs no other payment") {
    const auto code = gift_card(5000);
    const auto cart = fill_cart("MUG");
    const auto bought = buy_with(cart, card(code));
    REQUIRE_MESSAGE(bought.status == 201, boost::json::serialize(bought.body));
    CHECK(bought.text("/payment_status") == "paid");
    CHECK(bought.at("/payments").as_array().size() == 1);
    CHECK(provider_of(bought, 0) == "gift_card");
    CHECK(left_on(code) == 5000 - bought.number("/totals/total/amount"));
    settle();
    CHECK(shown(bought, cart).text("/shipments/0/status") == "pending");
    CHECK(illness() == "");
    CHECK(differences().empty());
}

TEST_CASE_FIXTURE(Shop, "a provider charges what a gift card does not cover") {
    const auto code = gift_card(300);
    const auto cart = fill_cart("MUG");
    const auto bought = buy_with(cart, card(code) + "," + by_simulator);
    REQUIRE_MESSAGE(bought.status == 201, boost::json::serialize(bought.body));
    CHECK(bought.text("/payment_status") == "paid");
    CHECK(sum_of_payments(bought) == bought.number("/totals/total/amount"));
    CHECK(bought.at("/payments").as_array().size() == 2);
    CHECK(left_on(code) == 0);
    settle();
    CHECK(sum_of_payments(shown(bought, cart)) == bought.number("/totals/total/amount"));
    CHECK(shown(bought, cart).text("/payment_status") == "paid");
    CHECK(illness() == "");
    CHECK(differences().empty());
}

TEST_CASE_FIXTURE(Shop, "without a payment the cards have to cover everything") {
    const auto code = gift_card(300);
    const auto cart = fill_cart("MUG");
    const auto refused = buy_with(cart, card(code));
    CHECK(refused.status == 422);
    CHECK(refused.code() == "checkout.payment_missing");
    CHECK(refused.number("/amount_due/amount") > 0);
    CHECK(left_on(code) == 300);
    CHECK(get("/v1/carts/" + cart.id, cart.headers).text("/status") == "active");
    CHECK(buy_with(cart, R"("store_credit":true)").code() == "checkout.no_store_credit");
    CHECK(buy_with(cart, card("nonsense")).code() == "payments.no_such_gift_card");
    CHECK(buy_with(cart, card(code) + "," + by_simulator).status == 201);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a total that is not the expected one takes nothing from the card") {
    const auto code = gift_card(5000);
    const auto cart = fill_cart("MUG");
    const auto refused =
        buy_with(cart, card(code) + R"(,"expected_total":{"amount":1,"currency":"EUR"})");
    CHECK(refused.code() == "cart_changed");
    CHECK(left_on(code) == 5000);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a refused payment gives back what the gift card had paid") {
    const auto code = gift_card(300);
    for (const auto* token : {"sim_declined", "sim_error", "sim_requires_action"}) {
        CAPTURE(token);
        const auto cart = fill_cart("MUG");
        const auto refused =
            buy_with(cart, card(code) + R"(,"payment":{"provider":"simulator","token":")" +
                               std::string(token) + R"("})");
        CHECK((refused.status == 402 || refused.status == 202));
        CHECK(left_on(code) == (refused.status == 402 ? 300 : 0));
        clock().advance(std::chrono::minutes(15));
        settle();
        CHECK(left_on(code) == 300);
        CHECK(get("/v1/carts/" + cart.id, cart.headers).text("/status") == "active");
        CHECK(illness() == "");
    }
}

TEST_CASE_FIXTURE(Shop, "a payment whose answer came late is placed with what the card paid") {
    const auto code = gift_card(300);
    const auto cart = fill_cart("MUG");
    const auto bought =
        buy_with(cart, card(code) + R"(,"payment":{"provider":"simulator","token":"sim_timeout"})");
    REQUIRE(bought.status == 202);
    CHECK(left_on(code) == 0);
    crash_and_restart();
    clock().advance(std::chrono::minutes(1));
    settle();
    const auto checkout = get("/v1/checkouts/" + bought.text("/checkout_id"), cart.headers);
    REQUIRE(checkout.text("/status") == "completed");
    const auto order = get("/v1/orders/" + checkout.text("/order_id"), cart.headers);
    CHECK(order.text("/payment_status") == "paid");
    CHECK(sum_of_payments(order) == order.number("/totals/total/amount"));
    CHECK(left_on(code) == 0);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "a purchase that a crash interrupted after the debit is completed once") {
    const auto code = gift_card(5000);
    const auto cart = fill_cart("MUG");
    CHECK(crash_while_placing([&] { return buy_with(cart, card(code)); }).status == 500);
    CHECK(left_on(code) < 5000);
    clock().advance(std::chrono::minutes(1));
    settle();
    CHECK(get("/v1/carts/" + cart.id, cart.headers).text("/status") == "completed");
    const auto left = left_on(code);
    CHECK(left < 5000);
    clock().advance(std::chrono::minutes(20));
    settle();
    CHECK(left_on(code) == left);
    CHECK(illness() == "");
    CHECK(differences().empty());
}

TEST_CASE_FIXTURE(Shop, "one card, many purchases at once: never more is spent than it held") {
    const auto code = gift_card(2500);
    std::vector<GuestCart> carts;
    for (int shopper = 0; shopper < 6; ++shopper) carts.push_back(fill_cart("MUG"));
    {
        std::vector<std::jthread> shoppers;
        for (const auto& cart : carts)
            shoppers.emplace_back([&, cart] { buy_with(cart, card(code) + "," + by_simulator); });
    }
    settle();
    CHECK(left_on(code) == 0);
    CHECK(illness() == "");
    CHECK(differences().empty());
}

TEST_CASE_FIXTURE(Shop, "cancelling gives each payment back to where it came from") {
    const auto code = gift_card(300);
    const auto cart = fill_cart("MUG");
    const auto bought = buy_with(cart, card(code) + "," + by_simulator);
    settle();
    REQUIRE(post("/v1/orders/" + bought.text("/id") + "/cancel", {}, cart.headers).status == 200);
    settle();
    CHECK(left_on(code) == 300);
    const auto order = shown(bought, cart);
    CHECK(order.text("/payment_status") == "voided");
    CHECK(order.at("/refunds").as_array().size() == 2);
    CHECK(illness() == "");
    CHECK(differences().empty());
}

TEST_CASE_FIXTURE(Shop, "a refund in parts goes to the card first, and the customer sees it") {
    const auto code = gift_card(300);
    const auto cart = fill_cart("MUG", 3);
    const auto bought = buy_with(cart, card(code) + "," + by_simulator);
    settle();
    const auto refund = [&](const std::string& key) {
        return staff(Method::post, "/v1/admin/orders/" + bought.text("/id") + "/refunds",
                     R"({"items":[{"item_id":")" + bought.text("/items/0/id") +
                         R"(","quantity":1}],"reason":"chipped"})",
                     {{"Idempotency-Key", key}});
    };
    const auto first = refund("one");
    REQUIRE_MESSAGE(first.status == 201, boost::json::serialize(first.body));
    CHECK(first.number("/amount/amount") == 1000);
    CHECK(first.text("/status") == "settled");
    CHECK(left_on(code) == 300);
    CHECK(boost::json::serialize(refund("one").body) == boost::json::serialize(first.body));
    CHECK(refund("two").status == 201);
    CHECK(refund("three").status == 201);
    CHECK(refund("four").code() == "orders.refund_exceeds_order");
    settle();
    const auto order = shown(bought, cart);
    CHECK(order.text("/payment_status") == "partially_refunded");
    CHECK(order.at("/refunds").as_array().size() == 3);
    CHECK(order.text("/refunds/0/reason") == "chipped");
    CHECK(illness() == "");
    CHECK(differences().empty());
}

TEST_CASE_FIXTURE(Shop, "a guest's token spends nobody's store credit") {
    const auto sign_up = [&](const std::string& email) {
        return post("/v1/auth/register",
                    R"({"email":")" + email + R"(","password":"a very long password"})");
    };
    const auto bearer = [](const Reply& registered) {
        return Headers{{"Authorization", "Bearer " + registered.text("/access_token")}};
    };
    const auto eve = sign_up("eve@example.org");
    REQUIRE(staff(Method::post, "/v1/admin/customers/" + eve.text("/user/id") + "/store-credit",
                  R"({"amount":{"amount":9000,"currency":"EUR"},"reason":"sorry"})",
                  {{"Idempotency-Key", "grant"}})
                .status == 201);
    const auto cart = fill_cart("MUG");
    const auto with_token = [&](Headers headers) {
        headers.insert(headers.end(), cart.headers.begin(), cart.headers.end());
        return headers;
    };
    const auto begun = post(
        "/v1/checkouts",
        R"({"cart_id":")" + cart.id +
            R"(","email":"eve@example.org","shipping_address":{"name":"Eve Buyer",)"
            R"("line1":"1 Test Street","city":"Berlin","postal_code":"10115","country":"DE"}})",
        with_token(bearer(eve)));
    REQUIRE_MESSAGE(begun.status == 201, boost::json::serialize(begun.body));
    const auto complete = [&](Headers headers) {
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        return post("/v1/checkouts/" + begun.text("/id") + "/complete", R"({"store_credit":true})",
                    headers);
    };
    CHECK(complete(cart.headers).status >= 400);
    CHECK(complete(with_token(bearer(sign_up("bob@example.org")))).status >= 400);
    CHECK(get("/v1/me/store-credit", bearer(eve)).number("/data/0/balance/amount") == 9000);
    CHECK(complete(with_token(bearer(eve))).status == 201);
}

TEST_CASE_FIXTURE(Shop, "a customer pays with store credit, and is refunded with it on request") {
    const auto registered = post(
        "/v1/auth/register", R"({"email":"eve@example.org","password":"a very long password"})");
    REQUIRE(registered.status == 201);
    const Headers headers{{"Authorization", "Bearer " + registered.text("/access_token")}};
    REQUIRE(staff(Method::post,
                  "/v1/admin/customers/" + registered.text("/user/id") + "/store-credit",
                  R"({"amount":{"amount":9000,"currency":"EUR"},"reason":"sorry"})",
                  {{"Idempotency-Key", "grant"}})
                .status == 201);
    const auto made = post("/v1/carts", "{}", headers);
    const GuestCart cart{made.text("/id"), headers};
    REQUIRE(
        post("/v1/carts/" + cart.id + "/items", R"({"sku":"MUG","quantity":1})", headers).status ==
        200);
    const auto bought = buy_with(cart, R"("store_credit":true)");
    REQUIRE_MESSAGE(bought.status == 201, boost::json::serialize(bought.body));
    CHECK(provider_of(bought, 0) == "store_credit");
    const auto left = 9000 - bought.number("/totals/total/amount");
    const auto credit = get("/v1/me/store-credit", headers);
    CHECK(credit.number("/data/0/balance/amount") == left);
    CHECK(credit.text("/data/0/movements/0/kind") == "spent");
    settle();
    const auto refunded = staff(Method::post, "/v1/admin/orders/" + bought.text("/id") + "/refunds",
                                R"({"shipping":true,"to":"store_credit","reason":"late"})",
                                {{"Idempotency-Key", "refund"}});
    REQUIRE(refunded.status == 201);
    CHECK(get("/v1/me/store-credit", headers).number("/data/0/balance/amount") ==
          left + refunded.number("/amount/amount"));
    settle();
    CHECK(illness() == "");
    CHECK(differences().empty());
}

TEST_CASE_FIXTURE(Shop, "each of the four books that was damaged is found by the reconciliation") {
    const auto code = gift_card(300);
    const auto cart = fill_cart("MUG");
    const auto bought = buy_with(cart, card(code) + "," + by_simulator);
    REQUIRE(bought.status == 201);
    settle();
    clock().advance(std::chrono::minutes(5));
    CHECK(differences().empty());
    const auto found = [&](const std::string& book, const std::string& what) {
        return std::ranges::any_of(differences(), [&](const payments::Difference& difference) {
            return difference.book == book && difference.what == what;
        });
    };

    damage("update payments.simulator_charge set amount = amount - 7");
    CHECK(found("provider", "captured"));
    CHECK_FALSE(found("ledger", "captured"));
    damage("update payments.simulator_charge set amount = amount + 7");
    CHECK(differences().empty());

    damage("update payments.ledger_posting set amount = amount * 2");
    CHECK(found("ledger", "captured"));
    CHECK_FALSE(found("provider", "captured"));
    damage("update payments.ledger_posting set amount = amount / 2");

    damage("update orders.customer_order set captured = captured - 1");
    CHECK(found("orders", "captured"));
    CHECK_FALSE(found("ledger", "captured"));
    damage("update orders.customer_order set captured = captured + 1");

    damage("update payments.payment set captured = captured - 1 where provider = 'simulator'");
    CHECK(found("provider", "captured"));
    CHECK(found("ledger", "captured"));
    CHECK(found("orders", "captured"));
    damage("delete from payments.payment where provider = 'simulator'");
    CHECK(found("ledger", "captured"));
}
