#include "belongings.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

const std::string address = R"({"name":"Abe","line1":"Quay 2","city":"Bremen",)"
                            R"("postal_code":"28195","country":"DE"})";

// Abe, who buys with what is Bea's.
struct Borrower {
    Borrower() {
        bea.acquire();
        cart = abe.post("/v1/carts", "{}").text("/id");
        REQUIRE(put_in().status == 200);
    }
    Answer put_in() const {
        return abe.post("/v1/carts/" + cart + "/items",
                        R"({"sku":")" + open_shop().sku + R"(","quantity":1})");
    }
    Answer buy(const std::string& rest) const {
        return abe.post("/v1/orders",
                        R"({"cart_id":")" + cart + R"(","email":"abe@example.org",)" + rest + "}",
                        {{"Idempotency-Key", platform::to_string(platform::new_uuid())}});
    }
    Answer check_out(const std::string& rest) const {
        return abe.post("/v1/checkouts",
                        R"({"cart_id":")" + cart + R"(","email":"abe@example.org",)" + rest + "}");
    }
    Answer use(const std::string& coupon) const {
        return abe.post("/v1/carts/" + cart + "/coupons", R"({"code":")" + coupon + R"("})");
    }
    // What Bea has, and that Abe has bought nothing.
    std::string untouched() const {
        CHECK(abe.get("/v1/orders").json().at("data").as_array().empty());
        CHECK(abe.get("/v1/carts/" + cart).text("/status") == "active");
        std::string seen;
        for (const auto& path :
             {std::string("/v1/orders"), std::string("/v1/me/addresses"),
              std::string("/v1/me/payment-methods"), std::string("/v1/me/store-credit"),
              "/v1/carts/" + bea.ids.at("cart")})
            seen += bea.probe.get(path).body;
        return seen;
    }

    Belongings owner_of_nothing{"abe29-" + platform::to_string(platform::new_uuid()) +
                                "@example.org"};
    Belongings bea{"bea29-" + platform::to_string(platform::new_uuid()) + "@example.org"};
    const HttpProbe& abe = owner_of_nothing.probe;
    std::string cart;
};

bool is_refused(const Answer& answer) {
    return (answer.status == 404 || answer.status == 422) &&
           answer.headers.at("content-type") == "application/problem+json";
}

const std::string paid = R"("payment":{"provider":"simulator","token":"sim_ok"})";
const std::string to_somewhere = R"("shipping_address":)" + address;

Headers new_key() {
    return {{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
}

Answer good(Answer answer) {
    REQUIRE_MESSAGE(answer.status / 100 == 2, answer.body);
    return answer;
}

// A coupon for a group that only the customer is in; the address of its promotion.
std::string coupon_for(const Belongings& customer, const std::string& code) {
    const auto& staff = open_shop().staff();
    const auto group =
        good(staff.post("/v1/admin/customer-groups", R"({"name":"Friends )" + code + R"("})"))
            .text("/id");
    good(staff.send("PUT",
                    "/v1/admin/customer-groups/" + group + "/members/" + customer.ids.at("user")));
    const auto promotion =
        "/v1/admin/promotions/" +
        good(staff.post("/v1/admin/promotions",
                        R"({"name":"Friends","automatic":false,"conditions":{"groups":[")" + group +
                            R"("]},"benefit":{"kind":"percentage","percentage_ppm":500000}})"))
            .text("/id");
    good(staff.post(promotion + "/coupons", R"({"code":")" + code + R"("})"));
    return promotion;
}

}  // namespace

TEST_CASE("29: nobody has goods sent to, or billed to, an address out of somebody else's book") {
    const Borrower borrower;
    const auto before = borrower.untouched();
    const auto& addr = borrower.bea.ids.at("addr");
    for (const std::string& named :
         {R"("shipping_address_id":")" + addr + "\"",
          R"("shipping_address":)" + address + R"(,"billing_address_id":")" + addr + "\""}) {
        const auto bought = borrower.buy(named + "," + paid);
        INFO(named << " " << bought.body);
        CHECK(is_refused(bought));
        CHECK(bought.body.find("Owner Street") == std::string::npos);
        CHECK(is_refused(borrower.check_out(named)));
    }
    const auto open = borrower.check_out(R"("shipping_address":)" + address);
    REQUIRE(open.status == 201);
    CHECK(is_refused(borrower.abe.patch("/v1/checkouts/" + open.text("/id"),
                                        R"({"shipping_address_id":")" + addr + "\"}")));
    CHECK(borrower.untouched() == before);
}

TEST_CASE("29: nobody pays with means that somebody else keeps") {
    const Borrower borrower;
    const auto before = borrower.untouched();
    const auto means = R"("payment":{"provider":"simulator","payment_method_id":")" +
                       borrower.bea.ids.at("pmt") + "\"}";
    const auto bought = borrower.buy(R"("shipping_address":)" + address + "," + means);
    INFO(bought.body);
    CHECK(is_refused(bought));
    const auto open = borrower.check_out(R"("shipping_address":)" + address);
    REQUIRE(open.status == 201);
    CHECK(is_refused(
        borrower.abe.post("/v1/checkouts/" + open.text("/id") + "/complete", "{" + means + "}",
                          {{"Idempotency-Key", platform::to_string(platform::new_uuid())}})));
    CHECK(borrower.untouched() == before);
}

TEST_CASE("29: nobody uses a coupon that is for somebody else") {
    const Borrower borrower;
    const auto promotion = coupon_for(borrower.bea, "FRIENDS-29");
    const auto before = borrower.untouched();
    const auto refused = borrower.use("FRIENDS-29");
    INFO(refused.body);
    CHECK(is_refused(refused));
    CHECK(refused.text("/code") == "pricing.coupon_not_for_customer");
    CHECK(borrower.abe.get("/v1/carts/" + borrower.cart).json().at("coupons").as_array().empty());
    const auto guest = open_shop().cart();
    CHECK(is_refused(guest.guest.post(guest.path() + "/coupons", R"({"code":"FRIENDS-29"})")));
    CHECK(borrower.untouched() == before);
    // Whose it is uses it.
    const auto used = borrower.bea.probe.post(
        "/v1/carts/" + borrower.bea.ids.at("cart") + "/coupons", R"({"code":"friends-29"})");
    CHECK(good(used).number("/totals/discount/amount") > 0);
    CHECK(open_shop().staff().get(promotion).number("/used") == 0);
}

TEST_CASE("29: nor does who finds it in a cart that somebody else has put it into") {
    const Borrower borrower;
    const auto promotion = coupon_for(borrower.bea, "LEFT-29");
    const auto cart = open_shop().cart();
    good(cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})"));
    good(borrower.bea.probe.post(cart.path() + "/coupons", R"({"code":"LEFT-29"})",
                                 {{"Guest-Token", cart.token}}));
    auto finder = borrower.abe;
    finder.always_send("Guest-Token", cart.token);
    const auto body =
        R"({"cart_id":")" + cart.id + R"(","email":"abe@example.org",)" + to_somewhere;
    for (const auto& probe : {finder, cart.guest}) {
        const auto bought = probe.post("/v1/orders", body + "," + paid + "}", new_key());
        INFO(bought.body);
        CHECK(is_refused(bought));
        CHECK(bought.text("/code") == "pricing.coupon_not_for_customer");
        const auto begun = good(probe.post("/v1/checkouts", body + "}"));
        CHECK(begun.number("/totals/discount/amount") == 0);
        CHECK(is_refused(probe.post("/v1/checkouts/" + begun.text("/id") + "/complete",
                                    "{" + paid + "}", new_key())));
    }
    CHECK(cart.guest.get(cart.path()).text("/status") == "active");
    CHECK(open_shop().staff().get(promotion).number("/used") == 0);
    // Without it they buy what is in the cart.
    good(cart.guest.send("DELETE", cart.path() + "/coupons/left-29"));
    CHECK(cart.guest.post("/v1/orders", body + "," + paid + "}", new_key()).status == 201);
}

TEST_CASE("29: nobody spends somebody else's store credit") {
    const Borrower borrower;
    const auto& user = borrower.bea.ids.at("user");
    good(open_shop().staff().post("/v1/admin/customers/" + user + "/store-credit",
                                  R"({"amount":{"amount":5000,"currency":"EUR"},"reason":"29"})",
                                  new_key()));
    const auto before = borrower.untouched();
    CHECK(before.find("5000") != std::string::npos);
    const std::string credit = R"(,"store_credit":true)";
    CHECK(is_refused(borrower.buy(to_somewhere + credit)));
    for (const std::string member : {"store_credit_of", "customer_id", "store_credit"}) {
        const auto whose = "\"" + member + R"(":")" + user + "\"";
        CHECK(is_refused(borrower.buy(to_somewhere + "," + whose)));
    }

    // Nor who has the token of the cart that she is buying.
    const auto cart = open_shop().cart();
    good(cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})"));
    const auto begun = good(borrower.bea.probe.post(
        "/v1/checkouts",
        R"({"cart_id":")" + cart.id + R"(","email":"bea@example.org",)" + to_somewhere + "}",
        {{"Guest-Token", cart.token}}));
    auto finder = borrower.abe;
    finder.always_send("Guest-Token", cart.token);
    for (const auto& probe : {finder, cart.guest}) {
        CHECK(is_refused(probe.post("/v1/checkouts/" + begun.text("/id") + "/complete",
                                    R"({"store_credit":true})", new_key())));
        CHECK(
            is_refused(probe.post("/v1/orders",
                                  R"({"cart_id":")" + cart.id + R"(","email":"bea@example.org",)" +
                                      to_somewhere + credit + "}",
                                  new_key())));
    }
    CHECK(borrower.untouched() == before);
    const auto own = borrower.bea.probe.post("/v1/checkouts/" + begun.text("/id") + "/complete",
                                             R"({"store_credit":true})", new_key());
    CHECK(good(own).text("/payments/0/provider") == "store_credit");
}

TEST_CASE("29: nobody buys somebody else's cart") {
    const Borrower borrower;
    const auto before = borrower.untouched();
    const auto body = R"({"cart_id":")" + borrower.bea.ids.at("cart") +
                      R"(","email":"abe@example.org","shipping_address":)" + address;
    CHECK(is_refused(
        borrower.abe.post("/v1/orders", body + "," + paid + "}",
                          {{"Idempotency-Key", platform::to_string(platform::new_uuid())}})));
    CHECK(is_refused(borrower.abe.post("/v1/checkouts", body + "}")));
    CHECK(borrower.bea.probe.get("/v1/carts/" + borrower.bea.ids.at("cart")).text("/status") ==
          "active");
    CHECK(borrower.untouched() == before);
}

}  // namespace kontor::test
