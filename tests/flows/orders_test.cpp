// What becomes of an order, by whom, and in which language it is told.
#include "shop_fixture.hpp"

#include <doctest/doctest.h>

using namespace kontor;
using kontor::test::Reply;
using kontor::test::ShopFixture;
using platform::http::LanguageList;
using platform::http::Method;

namespace {

LanguageList english_and_german() {
    return *LanguageList::accept(
        {*platform::LanguageTag::accept("en"), *platform::LanguageTag::accept("de")});
}

struct Shop : ShopFixture {
    Shop()
        : ShopFixture({.simulator = true,
                       .simulator_slow_ms = 1,
                       .bank_transfer = {.enabled = true,
                                         .account_holder = "Kontor Ltd",
                                         .iban = "DE02120300000000202051"}},
                      english_and_german()) {
        add_product("MUG", 1000, 50);
    }

    Reply seen(const std::string& order) { return staff(Method::get, "/v1/admin/orders/" + order); }
    // Who did it, without the id.
    std::string actor(const std::string& order, const std::string& event) {
        const auto view = seen(order);
        for (const auto& entry : view.at("/timeline").as_array())
            if (entry.at("event").as_string() == event) {
                const std::string who(entry.at("actor").as_string());
                return who.substr(0, who.find("_"));
            }
        return "nobody";
    }
    std::vector<std::string> locales_of_mail(const std::string& order) {
        std::vector<std::string> locales;
        const auto messages = staff(Method::get, "/v1/admin/messages");
        for (const auto& message : messages.at("/data").as_array())
            if (const auto* of = message.as_object().if_contains("order_id");
                of && *of == boost::json::string(order))
                locales.emplace_back(message.at("locale").as_string());
        return locales;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Shop, "the timeline names who shipped, delivered and marked as paid") {
    const auto bought = buy_by(fill_cart("MUG"), R"("provider":"bank_transfer")");
    REQUIRE(bought.status == 201);
    const auto id = bought.text("/id");
    settle();
    REQUIRE(staff(Method::post,
                  "/v1/admin/payments/" + bought.text("/payments/0/id") + "/mark-paid", "{}",
                  {{"Idempotency-Key", "paid"}})
                .status == 200);
    settle();
    CHECK(actor(id, "paid") == "staff:user");
    const auto sent = staff(Method::post, "/v1/admin/orders/" + id + "/shipments");
    REQUIRE(sent.status == 201);
    settle();
    CHECK(actor(id, "shipped") == "staff:user");
    REQUIRE(staff(Method::post, "/v1/admin/shipments/" + sent.text("/id") + "/deliver").status ==
            200);
    settle();
    CHECK(actor(id, "delivered") == "staff:user");
    CHECK(actor(id, "completed") == "system");

    const auto paid_at_once = buy(fill_cart("MUG"), "sim_ok").text("/id");
    CHECK(actor(paid_at_once, "paid") == "system");
}

TEST_CASE_FIXTURE(Shop, "mail about an order comes in the language that it was ordered in") {
    auto cart = fill_cart("MUG");
    cart.headers.emplace_back("Accept-Language", "de-AT, en;q=0.5");
    const auto german = buy(cart, "sim_ok").text("/id");
    const auto english = buy(fill_cart("MUG"), "sim_ok").text("/id");
    settle();
    REQUIRE(staff(Method::post, "/v1/admin/orders/" + german + "/shipments").status == 201);
    settle();
    CHECK(locales_of_mail(german) == std::vector<std::string>{"de", "de"});
    CHECK(locales_of_mail(english) == std::vector<std::string>{"en"});
}

TEST_CASE_FIXTURE(Shop, "a checkout in steps keeps the language that it was begun in") {
    const auto cart = fill_cart("MUG");
    auto german = cart.headers;
    german.emplace_back("Accept-Language", "de");
    const auto begun =
        post("/v1/checkouts",
             R"({"cart_id":")" + cart.id +
                 R"(","email":"ada@example.org","shipping_address":{"name":"Ada",)" +
                 R"("line1":"1","city":"Bonn","postal_code":"53111",)" + R"("country":"DE"}})",
             german);
    REQUIRE(begun.status == 201);
    auto headers = cart.headers;
    headers.emplace_back("Idempotency-Key", "without-a-language");
    const auto bought = post("/v1/checkouts/" + begun.text("/id") + "/complete",
                             R"({"payment":{"provider":"simulator","token":"sim_ok"}})", headers);
    REQUIRE(bought.status == 201);
    settle();
    CHECK(locales_of_mail(bought.text("/id")) == std::vector<std::string>{"de"});
}

TEST_CASE_FIXTURE(Shop, "an order that nobody pays in time expires, and the cart can be bought") {
    const auto cart = fill_cart("MUG", 2);
    const auto begun = buy(cart, "sim_requires_action");
    REQUIRE(begun.status == 202);
    clock().advance(std::chrono::minutes(11));
    settle();
    sign_staff_in();
    const auto expired = staff(Method::get, "/v1/admin/orders?status=expired");
    REQUIRE(expired.at("/data").as_array().size() == 1);
    const auto id = expired.text("/data/0/id");
    CHECK(seen(id).text("/fulfilment_status") == "cancelled");
    CHECK(seen(id).number("/amount_due/amount") == 0);
    CHECK(actor(id, "expired") == "system");
    CHECK(get("/v1/checkouts/" + begun.text("/checkout_id"), cart.headers).text("/status") ==
          "open");
    CHECK(available("MUG") == 50);
    CHECK(buy(cart, "sim_ok").status == 201);
    settle();
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop, "what is paid for an order after it expired goes back") {
    const auto begun = buy(fill_cart("MUG"), "sim_requires_action");
    REQUIRE(begun.status == 202);
    clock().advance(std::chrono::minutes(11));
    settle();
    sign_staff_in();
    const auto id = staff(Method::get, "/v1/admin/orders?status=expired").text("/data/0/id");
    static_cast<void>(post(begun.text("/next_action/url")));
    settle();
    CHECK(seen(id).text("/status") == "expired");
    CHECK(illness() == "");
}

TEST_CASE_FIXTURE(Shop,
                  "the doctor sees money that an expired or an archived order keeps wrongly") {
    const auto id = buy(fill_cart("MUG"), "sim_ok").text("/id");
    settle();
    const auto set = [&](const std::string& columns) {
        tables().superuser().transact([&](platform::Tx& tx) {
            tx.run("update orders.customer_order set " + columns + " where id = $1",
                   *orders::OrderId::parse(id));
        });
    };
    CHECK(illness() == "");
    set("status = 'expired'");
    CHECK(illness().find("M3 money moved means an order exists: " + id + " is expired but 1490 ") !=
          std::string::npos);
    set("status = 'archived', captured = 7");
    CHECK(illness().find("M3 money moved means an order exists: " + id + " knows of 7 ") !=
          std::string::npos);
}
