#include "belongings.hpp"
#include "race_goods.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <thread>

namespace kontor::test {

namespace {

constexpr int buyers = 20;

Headers new_key() {
    return {{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
}

Answer good(Answer answer) {
    REQUIRE_MESSAGE(answer.status / 100 == 2, answer.body);
    return answer;
}

// A cart with one piece, of a guest or of somebody with an account.
struct Basket {
    Basket(HttpProbe of, const std::string& sku) : probe(std::move(of)) {
        const auto made = good(probe.post("/v1/carts", "{}"));
        id = made.text("/id");
        if (made.json().as_object().contains("guest_token"))
            probe.always_send("Guest-Token", made.text("/guest_token"));
        good(probe.post("/v1/carts/" + id + "/items", R"({"sku":")" + sku + R"(","quantity":1})"));
    }
    Answer buy(const std::string& means) const { return ask("/v1/orders", "," + means + "}"); }
    Answer ask(const std::string& path, const std::string& rest) const {
        return probe.post(
            path,
            R"({"cart_id":")" + id + R"(","email":"racer@example.org","shipping_address":)" +
                R"({"name":"Racer","line1":"Quay 1","city":"Hamburg","postal_code":"20457",)" +
                R"("country":"DE"})" + rest,
            new_key());
    }

    HttpProbe probe;
    std::string id;
};

std::vector<Basket> baskets(const HttpProbe& probe, const std::vector<std::string>& skus) {
    std::vector<Basket> all;
    for (const auto& sku : skus) all.emplace_back(probe, sku);
    return all;
}

std::vector<Answer> at_once(const std::vector<Basket>& all,
                            const std::function<Answer(const Basket&)>& ask) {
    std::vector<Answer> answers(all.size());
    std::vector<std::jthread> threads;
    for (std::size_t buyer = 0; buyer < all.size(); ++buyer)
        threads.emplace_back([&, buyer] { answers[buyer] = ask(all[buyer]); });
    threads.clear();
    return answers;
}

std::vector<Answer> bought(const std::vector<Basket>& all, const std::string& means) {
    return at_once(all, [&](const Basket& basket) { return basket.buy(means); });
}

// How often each: "bought", or the code of a refusal.
std::map<std::string, int> outcomes(const std::vector<Answer>& answers) {
    std::map<std::string, int> counted;
    for (const auto& answer : answers)
        ++counted[answer.status == 201 ? "bought" : answer.text("/code")];
    return counted;
}

// What the provider took of all of them.
std::int64_t paid_by(const std::string& provider, const std::vector<Answer>& answers) {
    std::int64_t sum = 0;
    for (const auto& answer : answers) {
        const auto order = answer.json();
        if (answer.status != 201) continue;
        for (const auto& payment : order.at("payments").as_array())
            if (payment.at("provider").as_string() == provider)
                sum += payment.at("amount").at("amount").as_int64();
    }
    return sum;
}

const std::string by_simulator = R"("payment":{"provider":"simulator","token":"sim_ok"})";

// Of one piece with its freight.
std::int64_t price_of_one() {
    static const auto price =
        good(Basket(open_shop().stranger(), race_goods().front()).buy(by_simulator))
            .number("/totals/total/amount");
    return price;
}

std::string gift_card(std::int64_t cents) {
    return good(open_shop().staff().post(
                    "/v1/admin/gift-cards",
                    R"({"amount":{"amount":)" + std::to_string(cents) + R"(,"currency":"EUR"}})",
                    new_key()))
        .text("/code");
}

std::int64_t left_on(const std::string& code) {
    return good(
               open_shop().stranger().post("/v1/gift-cards/check", R"({"code":")" + code + R"("})"))
        .number("/balance/amount");
}

// With so much store credit.
Belongings creditor(const std::string& name, std::int64_t cents) {
    Belongings customer(name + "@example.org");
    good(
        open_shop().staff().post("/v1/admin/customers/" + customer.ids.at("user") + "/store-credit",
                                 R"({"amount":{"amount":)" + std::to_string(cents) +
                                     R"(,"currency":"EUR"},"reason":"a race"})",
                                 new_key()));
    return customer;
}

std::int64_t credit_of(const Belongings& customer) {
    return good(customer.probe.get("/v1/me/store-credit")).number("/data/0/balance/amount");
}

}  // namespace

TEST_CASE("35: of twenty who buy the last pieces at once, as many as there are get one") {
    const auto& staff = open_shop().staff();
    for (const int pieces : {1, 3}) {
        const auto sku = "LAST-" + std::to_string(pieces);
        good(staff.post("/v1/admin/products",
                        R"({"title":"Last","status":"published","variants":[{"sku":")" + sku +
                            R"(","prices":[{"amount":500,"currency":"EUR"}]}]})"));
        good(staff.post(
            "/v1/admin/inventory/receipts",
            R"({"lines":[{"sku":")" + sku + R"(","quantity":)" + std::to_string(pieces) + "}]}",
            new_key()));
        CHECK(outcomes(bought(baskets(open_shop().stranger(), std::vector(buyers, sku)),
                              by_simulator)) ==
              std::map<std::string, int>{{"bought", pieces},
                                         {"insufficient_stock", buyers - pieces}});
        const auto stock = good(staff.get("/v1/admin/inventory/" + sku));
        INFO(stock.body);
        CHECK(stock.number("/levels/0/available") == 0);
        CHECK(stock.number("/levels/0/allocated") == pieces);
    }
}

TEST_CASE("35: of twenty who begin to buy the last piece at once, one has it held") {
    const auto& staff = open_shop().staff();
    good(staff.post("/v1/admin/products",
                    R"({"title":"Held","status":"published","variants":[{"sku":"LAST-HELD",)"
                    R"("prices":[{"amount":500,"currency":"EUR"}]}]})"));
    good(staff.post("/v1/admin/inventory/receipts",
                    R"({"lines":[{"sku":"LAST-HELD","quantity":1}]})", new_key()));
    const auto all = baskets(open_shop().stranger(), std::vector<std::string>(buyers, "LAST-HELD"));
    const auto begun =
        at_once(all, [](const Basket& basket) { return basket.ask("/v1/checkouts", "}"); });
    CHECK(outcomes(begun) ==
          std::map<std::string, int>{{"bought", 1}, {"insufficient_stock", buyers - 1}});
    // Nor does anybody else buy it meanwhile.
    std::map<std::string, int> results;
    for (std::size_t buyer = 0; buyer < all.size(); ++buyer)
        if (begun[buyer].status == 201)
            ++results[all[buyer].buy(by_simulator).text("/status")];
        else
            ++results[all[buyer].buy(by_simulator).text("/code")];
    CHECK(results == std::map<std::string, int>{{"placed", 1}, {"insufficient_stock", buyers - 1}});
}

TEST_CASE("35: a gift card that twenty spend at once pays what is on it, and not a cent more") {
    const auto amount = price_of_one() * 5 / 2;
    const auto code = gift_card(amount);
    const auto answers = bought(baskets(open_shop().stranger(), race_goods()),
                                R"("gift_cards":[")" + code + R"("],)" + by_simulator);
    const auto counted = outcomes(answers);
    // Who came when nothing was left is told so, and buys nothing.
    CHECK(counted.at("bought") == 3);
    CHECK(counted.at("payments.gift_card_empty") == buyers - 3);
    CHECK(paid_by("gift_card", answers) == amount);
    CHECK(paid_by("simulator", answers) == 3 * price_of_one() - amount);
    CHECK(left_on(code) == 0);
}

TEST_CASE("35: store credit that its owner spends twenty times at once pays what there is") {
    const auto amount = price_of_one() * 2 + 100;
    const auto customer = creditor("credit35", amount);
    const auto answers = bought(baskets(customer.probe, race_goods()), R"("store_credit":true)");
    CHECK(outcomes(answers) ==
          std::map<std::string, int>{{"bought", 2}, {"checkout.payment_missing", buyers - 2}});
    CHECK(paid_by("store_credit", answers) == 2 * price_of_one());
    CHECK(credit_of(customer) == 100);
}

TEST_CASE("35: a card and store credit that pay together are neither spent twice") {
    const auto price = price_of_one();
    const auto customer = creditor("together35", price / 2);
    const auto code = gift_card(price - price / 2);
    const auto answers = bought(baskets(customer.probe, race_goods()),
                                R"("gift_cards":[")" + code + R"("],"store_credit":true)");
    CHECK(outcomes(answers).at("bought") == 1);
    CHECK(paid_by("gift_card", answers) == price - price / 2);
    CHECK(paid_by("store_credit", answers) == price / 2);
    CHECK(left_on(code) == 0);
    CHECK(credit_of(customer) == 0);
}

TEST_CASE("35: an account and a guest with its address use a coupon as often as one customer may") {
    const auto& staff = open_shop().staff();
    const auto promotion = good(staff.post(
        "/v1/admin/promotions", R"({"name":"Race","automatic":false,"limit_per_customer":2,)"
                                R"("benefit":{"kind":"percentage","percentage_ppm":100000}})"));
    good(staff.post("/v1/admin/promotions/" + promotion.text("/id") + "/coupons",
                    R"({"code":"TWICE-EACH"})"));
    const Belongings customer("account35@example.org");
    std::vector<Basket> all;
    for (std::size_t buyer = 0; buyer < buyers; ++buyer) {
        const auto probe = buyer % 2 ? customer.probe : open_shop().stranger();
        const auto& basket = all.emplace_back(probe, race_goods().at(buyer));
        good(basket.probe.post("/v1/carts/" + basket.id + "/coupons", R"({"code":"TWICE-EACH"})"));
    }
    CHECK(outcomes(bought(all, by_simulator)) ==
          std::map<std::string, int>{{"bought", 2}, {"pricing.coupon_used_up", buyers - 2}});
}

}  // namespace kontor::test
