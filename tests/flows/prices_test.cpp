#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::Headers;
using platform::http::Method;

namespace {

const std::string tenth_off =
    R"({"name":"A tenth off","automatic":false,"benefit":{"kind":"percentage","percentage_ppm":100000}})";
const std::string once = R"({"name":"Once","automatic":false,"limit_total":1,)"
                         R"("benefit":{"kind":"percentage","percentage_ppm":100000}})";

struct PricedShop : ShopFixture {
    PricedShop() { add_product("MUG", 1000, 50); }

    std::string made(const std::string& path, const std::string& body) {
        const auto reply = staff(Method::post, "/v1/admin/" + path, body);
        REQUIRE_MESSAGE(reply.status == 201, boost::json::serialize(reply.body));
        settle();
        return reply.at("/id").is_string() ? reply.text("/id") : "";
    }
    std::string promote(const std::string& promotion) { return made("promotions", promotion); }
    void offer_coupon(const std::string& promotion, const std::string& code) {
        const auto path = "promotions/" + promote(promotion) + "/coupons";
        const auto reply =
            staff(Method::post, "/v1/admin/" + path, R"({"code":")" + code + R"("})");
        REQUIRE_MESSAGE(reply.status == 201, boost::json::serialize(reply.body));
        settle();
    }
    void tax(const std::string& name, const std::string& country, int rate_ppm,
             const std::string& more = "") {
        made("tax-zones", R"({"name":")" + name + R"(","areas":[{"country":")" + country +
                              R"("}],"rates":[{"name":"VAT )" + name + R"(","rate_ppm":)" +
                              std::to_string(rate_ppm) + "}]" + more + "}");
    }

    Reply use(const GuestCart& cart, const std::string& code) {
        return post("/v1/carts/" + cart.id + "/coupons", R"({"code":")" + code + R"("})",
                    cart.headers);
    }
    Reply cart_of(const GuestCart& cart) { return get("/v1/carts/" + cart.id, cart.headers); }
    GuestCart cart_with(const std::string& code) {
        auto cart = fill_cart("MUG");
        REQUIRE(use(cart, code).status == 200);
        return cart;
    }
    Reply begin(const GuestCart& cart, const std::string& country = "DE",
                const std::string& more = "") {
        return post("/v1/checkouts",
                    R"({"cart_id":")" + cart.id +
                        R"(","email":"ada@example.org","shipping_address":{"name":"Ada",)"
                        R"("line1":"1","city":"There","postal_code":"10115","country":")" +
                        country + R"("})" + more + "}",
                    cart.headers);
    }
    Reply complete(const Reply& checkout, const GuestCart& cart) {
        auto headers = cart.headers;
        headers.emplace_back("Idempotency-Key", platform::to_string(platform::new_uuid()));
        return post("/v1/checkouts/" + checkout.text("/id") + "/complete",
                    R"({"payment":{"provider":"simulator","token":"sim_ok"},"expected_total":)" +
                        boost::json::serialize(checkout.at("/totals/total")) + "}",
                    headers);
    }
};

}  // namespace

TEST_CASE_FIXTURE(PricedShop, "a coupon lowers cart, checkout and order alike") {
    offer_coupon(tenth_off, "TENTH");
    const auto cart = fill_cart("MUG", 3);
    const auto with = use(cart, " tenth ");
    REQUIRE(with.status == 200);
    CHECK(with.text("/coupons/0") == "TENTH");
    CHECK(with.number("/items/0/discount/amount") == 300);
    CHECK(with.number("/totals/total/amount") == 2700);

    const auto checkout = begin(cart);
    REQUIRE(checkout.status == 201);
    CHECK(checkout.number("/totals/discount/amount") == 300);
    CHECK(checkout.number("/totals/total/amount") == 2700 + 490);
    const auto order = complete(checkout, cart);
    REQUIRE_MESSAGE(order.status == 201, boost::json::serialize(order.body));
    CHECK(order.at("/totals") == checkout.at("/totals"));
    CHECK(order.text("/coupons/0") == "TENTH");
    CHECK(order.text("/discounts/0/name") == "A tenth off");
    CHECK(order.number("/discounts/0/amount/amount") == 300);
    CHECK(order.number("/items/0/discounts/0/amount/amount") == 300);
    CHECK(order.number("/items/0/taxes/0/amount/amount") == 431);
    CHECK(order.number("/taxes/0/amount/amount") == 431 + 78);
    CHECK(order.number("/freight/tax/amount") == 78);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "an order keeps its prices when the rules change") {
    offer_coupon(tenth_off, "TENTH");
    const auto cart = cart_with("TENTH");
    const auto order = buy(cart, "sim_ok");
    REQUIRE(order.status == 201);
    promote(R"({"name":"Half","benefit":{"kind":"percentage","percentage_ppm":500000}})");
    settle();
    const auto later = get("/v1/orders/" + order.text("/id"), cart.headers);
    CHECK(later.at("/totals") == order.at("/totals"));
    CHECK(later.at("/items") == order.at("/items"));
    CHECK(later.at("/discounts") == order.at("/discounts"));
}

TEST_CASE_FIXTURE(PricedShop, "a coupon used up meanwhile stops the purchase, and the cart stays") {
    offer_coupon(once, "ONCE");
    const auto winner = cart_with("ONCE");
    const auto loser = cart_with("ONCE");
    CHECK(buy(winner, "sim_ok").number("/totals/discount/amount") == 100);
    const auto refused = buy(loser, "sim_ok");
    CHECK(refused.status == 409);
    CHECK(refused.code() == "pricing.coupon_used_up");
    CHECK(refused.text("/coupon") == "ONCE");
    CHECK(cart_of(loser).text("/status") == "active");
    CHECK(cart_of(loser).text("/warnings/0/code") == "coupon_idle");
    CHECK(available("MUG") == 49);

    const auto without =
        call(Method::del, "/v1/carts/" + loser.id + "/coupons/once", {}, loser.headers);
    CHECK(without.status == 200);
    CHECK(without.at("/coupons").as_array().empty());
    CHECK(buy(loser, "sim_ok").status == 201);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "a coupon comes back from a purchase that comes to nothing") {
    offer_coupon(once, "ONCE");
    const auto cart = cart_with("ONCE");
    SUBCASE("because the payment is refused") {
        CHECK(buy(cart, "sim_declined").status == 402);
    }
    SUBCASE("because the provider fails") {
        buy(cart, "sim_error");
        clock().advance(std::chrono::minutes(1));
        settle();
    }
    SUBCASE("because nobody confirms it in time") {
        const auto other = cart_with("ONCE");
        CHECK(buy(cart, "sim_requires_action").status == 202);
        CHECK(buy(other, "sim_ok").code() == "pricing.coupon_used_up");
        clock().advance(std::chrono::minutes(11));
        settle();
    }
    SUBCASE("because there is not enough in stock") {
        const auto path = "/v1/admin/inventory/MUG/adjust";
        REQUIRE(staff(Method::post, path, R"({"on_hand":0,"reason":"count"})").status == 200);
        CHECK(buy(cart, "sim_ok").code() == "insufficient_stock");
        REQUIRE(staff(Method::post, path, R"({"on_hand":50,"reason":"count"})").status == 200);
    }
    CHECK(cart_of(cart).text("/status") == "active");
    const auto bought = buy(cart, "sim_ok");
    REQUIRE_MESSAGE(bought.status == 201, boost::json::serialize(bought.body));
    CHECK(bought.number("/totals/discount/amount") == 100);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "a coupon comes back with an order that is cancelled as a whole") {
    offer_coupon(once, "ONCE");
    const auto cart = cart_with("ONCE");
    const auto bought = buy(cart, "sim_ok");
    settle();
    const auto other = fill_cart("MUG");
    CHECK(use(other, "ONCE").code() == "pricing.coupon_used_up");
    REQUIRE(post("/v1/orders/" + bought.text("/id") + "/cancel", {}, cart.headers).status == 200);
    settle();
    CHECK(use(other, "ONCE").status == 200);
    CHECK(buy(other, "sim_ok").number("/totals/discount/amount") == 100);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "a purchase that a silent provider delays uses its coupon once") {
    offer_coupon(once, "ONCE");
    const auto cart = cart_with("ONCE");
    const auto bought = buy(cart, "sim_timeout");
    REQUIRE(bought.status == 202);
    clock().advance(std::chrono::minutes(1));
    settle();
    const auto checkout = get("/v1/checkouts/" + bought.text("/checkout_id"), cart.headers);
    CHECK(checkout.text("/status") == "completed");
    CHECK(checkout.number("/totals/discount/amount") == 100);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "twenty buyers with a coupon for one: one order has the discount") {
    offer_coupon(once, "ONCE");
    std::vector<GuestCart> carts;
    for (int buyer = 0; buyer < 20; ++buyer) carts.push_back(cart_with("ONCE"));
    CHECK(buy_at_once(carts) ==
          std::map<std::string, int>{{"bought", 1}, {"pricing.coupon_used_up", 19}});
    settle();
    CHECK(available("MUG") == 49);
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "a promotion that ends before the purchase changes the total") {
    const auto id =
        promote(R"({"name":"Half","benefit":{"kind":"percentage","percentage_ppm":500000}})");
    const auto cart = fill_cart("MUG");
    const auto checkout = begin(cart);
    CHECK(checkout.number("/totals/discount/amount") == 500);
    CHECK(staff(Method::del, "/v1/admin/promotions/" + id).status < 300);
    settle();
    const auto refused = complete(checkout, cart);
    CHECK(refused.status == 409);
    CHECK(refused.code() == "cart_changed");
    CHECK(refused.number("/current_total/amount") == 1490);
    CHECK(cart_of(cart).text("/status") == "active");
}

TEST_CASE_FIXTURE(PricedShop, "shipping is chosen by what the goods cost after discounts") {
    tables().superuser().transact([](platform::Tx& tx) {
        tx.run(
            "insert into shipping.method values"
            " ('everywhere', 'saver', 'Saver', 'subtotal', 3, 9)");
        tx.run("insert into shipping.tariff values ('everywhere', 'saver', 'EUR')");
        tx.run(
            "insert into shipping.rate values ('everywhere', 'saver', 'EUR', 0, 300),"
            " ('everywhere', 'saver', 'EUR', 3000, 0)");
    });
    offer_coupon(tenth_off, "TENTH");
    const auto cart = fill_cart("MUG", 3);
    const auto price = [](const Reply& checkout) {
        for (const auto& option : checkout.at("/shipping_options").as_array())
            if (option.at("id").as_string() == "saver")
                return option.at_pointer("/price/amount").as_int64();
        return std::int64_t{-1};
    };
    CHECK(price(begin(cart)) == 0);
    REQUIRE(use(cart, "TENTH").status == 200);
    CHECK(price(begin(cart)) == 300);
}

TEST_CASE_FIXTURE(PricedShop, "free shipping is a discount of shipping") {
    promote(R"({"name":"Free delivery","benefit":{"kind":"free_shipping"}})");
    const auto order = buy(fill_cart("MUG"), "sim_ok");
    REQUIRE(order.status == 201);
    CHECK(order.number("/totals/shipping/amount") == 0);
    CHECK(order.number("/totals/discount/amount") == 0);
    CHECK(order.number("/totals/total/amount") == 1000);
    CHECK(order.number("/freight/price/amount") == 490);
    CHECK(order.number("/freight/discount/amount") == 490);
    CHECK(order.text("/discounts/0/name") == "Free delivery");
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "goods are taxed where they are sent to") {
    tax("home", "DE", 190'000, R"(,"home":true)");
    tax("abroad", "AT", 200'000, R"(,"exempts_vat_id":true)");
    const auto cart = fill_cart("MUG");
    const auto at_home = begin(cart);
    CHECK(at_home.number("/totals/total/amount") == 1490);
    CHECK(at_home.text("/taxes/0/name") == "VAT home");

    const auto abroad = begin(cart, "AT");
    CHECK(abroad.number("/totals/subtotal/amount") == 840);
    CHECK(abroad.number("/totals/shipping/amount") == 412);
    CHECK(abroad.number("/totals/tax/amount") == 168 + 82);
    CHECK(abroad.number("/totals/tax_included/amount") == 0);
    CHECK(abroad.number("/totals/total/amount") == 840 + 412 + 168 + 82);

    const auto untaxed = begin(cart, "CH");
    CHECK(untaxed.number("/totals/tax/amount") == 0);
    CHECK(untaxed.number("/totals/total/amount") == 840 + 412);

    const auto exempt = begin(cart, "AT", R"(,"vat_id":"ATU13585627")");
    REQUIRE(exempt.status == 201);
    CHECK(exempt.text("/vat_id") == "ATU13585627");
    CHECK(exempt.number("/totals/total/amount") == 840 + 412);
    const auto order = complete(exempt, cart);
    REQUIRE_MESSAGE(order.status == 201, boost::json::serialize(order.body));
    CHECK(order.text("/vat_id") == "ATU13585627");
    CHECK(order.number("/items/0/unit_price/amount") == 840);
    CHECK(order.at("/taxes").as_array().empty());
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "a VAT id given later counts") {
    tax("home", "DE", 190'000, R"(,"home":true)");
    tax("abroad", "AT", 200'000, R"(,"exempts_vat_id":true)");
    const auto cart = fill_cart("MUG");
    const auto begun = begin(cart, "AT");
    const auto changed = call(Method::patch, "/v1/checkouts/" + begun.text("/id"),
                              R"({"vat_id":"ATU13585627"})", cart.headers);
    REQUIRE(changed.status == 200);
    CHECK(changed.number("/totals/tax/amount") == 0);
}

TEST_CASE_FIXTURE(PricedShop, "more pieces cost less each where a price list says so") {
    const auto list = made("price-lists", R"({"name":"By the dozen"})");
    const auto put = staff(Method::put, "/v1/admin/price-lists/" + list + "/entries",
                           R"({"entries":[{"sku":"MUG","min_quantity":12,)"
                           R"("price":{"amount":800,"currency":"EUR"}}]})");
    REQUIRE_MESSAGE(put.status < 300, boost::json::serialize(put.body));
    settle();
    const auto cart = fill_cart("MUG", 11);
    CHECK(cart_of(cart).number("/items/0/unit_price/amount") == 1000);
    const auto added =
        post("/v1/carts/" + cart.id + "/items", R"({"sku":"MUG","quantity":1})", cart.headers);
    CHECK(added.number("/items/0/unit_price/amount") == 800);
    CHECK(added.number("/totals/total/amount") == 12 * 800);
    const auto explained = get("/v1/carts/" + cart.id + "/explain", cart.headers);
    REQUIRE(explained.status == 200);
    CHECK(explained.text("/steps/0/rule") == list);
    CHECK(buy(cart, "sim_ok").number("/totals/subtotal/amount") == 12 * 800);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(PricedShop, "an explanation adds up to the cart, and skips with a reason") {
    promote(R"({"name":"Ten off","benefit":{"kind":"fixed_amount","amounts":)"
            R"([{"amount":1000,"currency":"EUR"}]},"conditions":{"minimum":)"
            R"([{"amount":2500,"currency":"EUR"}]}})");
    promote(R"({"name":"Big spender","benefit":{"kind":"percentage","percentage_ppm":200000},)"
            R"("conditions":{"minimum":[{"amount":99900,"currency":"EUR"}]}})");
    add_product("TEA", 500, 10);
    const auto cart = fill_cart("MUG", 2);
    REQUIRE(post("/v1/carts/" + cart.id + "/items", R"({"sku":"TEA","quantity":2})", cart.headers)
                .status == 200);
    const auto explained = get("/v1/carts/" + cart.id + "/explain", cart.headers);
    REQUIRE(explained.status == 200);
    const auto shown = cart_of(cart);
    CHECK(explained.at("/totals") == shown.at("/totals"));
    std::map<std::string, std::int64_t> of_items;
    std::int64_t total = 0;
    std::string skipped;
    for (const auto& step : explained.at("/steps").as_array()) {
        const auto kind = step.at("kind").as_string();
        const auto amount = step.at_pointer("/amount/amount").as_int64();
        if (kind == "skipped") skipped = std::string(step.at("reason").as_string());
        if (kind == "total" || kind == "skipped") continue;
        if (kind == "tax" && step.at("included").as_bool()) continue;
        if (step.as_object().contains("item_id"))
            of_items[std::string(step.at("item_id").as_string())] += amount;
        if (kind != "allocation") total += amount;
    }
    CHECK(total == shown.number("/totals/total/amount"));
    CHECK(skipped.find("asks for 999.00 EUR") != std::string::npos);
    for (const auto& item : shown.at("/items").as_array())
        CHECK(of_items.at(std::string(item.at("id").as_string())) ==
              item.at_pointer("/total/amount").as_int64());
}

TEST_CASE_FIXTURE(PricedShop, "rules that do not concern a cart cost it no round trip") {
    const auto& pool = shop().own_database().pool();
    const auto trips = [&](const auto& work) {
        const auto before = pool.statistics().round_trips;
        work();
        return pool.statistics().round_trips - before;
    };
    fill_cart("MUG");
    CHECK(buy(fill_cart("MUG"), "sim_ok").status == 201);
    const auto cart = fill_cart("MUG");
    const auto item = "/v1/carts/" + cart.id + "/items";
    const auto add = [&] {
        CHECK(post(item, R"({"sku":"MUG","quantity":1})", cart.headers).status == 200);
    };
    const auto show = [&] { CHECK(cart_of(cart).status == 200); };
    const auto purchase = [&] {
        const auto bought = fill_cart("MUG");
        CHECK(buy(bought, "sim_ok").status == 201);
    };
    const auto added = trips(add);
    const auto shown = trips(show);
    const auto bought = trips(purchase);
    promote(R"({"name":"Tea week","benefit":{"kind":"percentage","percentage_ppm":100000},)"
            R"("conditions":{"minimum_quantity":1000}})");
    tax("home", "DE", 190'000, R"(,"home":true)");
    show();
    CHECK(trips(add) == added);
    CHECK(trips(show) == shown);
    CHECK(trips(purchase) == bought);
}
