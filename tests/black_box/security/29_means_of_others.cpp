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

}  // namespace

TEST_CASE("29: nobody has goods sent to, or billed to, an address out of somebody else's book") {
    const Borrower borrower;
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
    CHECK(borrower.abe.get("/v1/orders").json().at("data").as_array().empty());
}

TEST_CASE("29: nobody pays with means that somebody else keeps") {
    const Borrower borrower;
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
    CHECK(borrower.abe.get("/v1/orders").json().at("data").as_array().empty());
}

TEST_CASE("29: nobody buys somebody else's cart") {
    const Borrower borrower;
    const auto body = R"({"cart_id":")" + borrower.bea.ids.at("cart") +
                      R"(","email":"abe@example.org","shipping_address":)" + address;
    CHECK(is_refused(
        borrower.abe.post("/v1/orders", body + "," + paid + "}",
                          {{"Idempotency-Key", platform::to_string(platform::new_uuid())}})));
    CHECK(is_refused(borrower.abe.post("/v1/checkouts", body + "}")));
    CHECK(borrower.bea.probe.get("/v1/carts/" + borrower.bea.ids.at("cart")).text("/status") ==
          "active");
}

}  // namespace kontor::test
