#include "open_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace kontor::test {

namespace {

// As JSON has them.
const std::string injected = R"(Ada\r\nBcc: thief49@example.org\r\nSet-Cookie: stolen49=1)";

std::string head_of(const std::string& message) {
    return message.substr(0, message.find("\r\n\r\n"));
}

bool has_line(const std::string& head, const std::string& name) {
    return head.find("\n" + name + ":") != std::string::npos;
}

}  // namespace

TEST_CASE("49: line breaks in an address give no header of the answer") {
    for (const std::string target :
         {"/v1/products/x%0d%0aSet-Cookie:%20stolen49=1", "/v1/products/%0d%0a%0d%0a<html>",
          "/v1/products?q=%0d%0aSet-Cookie:%20stolen49=1", "/docs%0d%0aLocation:%20/evil",
          "/v1/carts/%0aSet-Cookie:stolen49=1", "/v1/products/x%E5%98%8A%E5%98%8DSet-Cookie:x"}) {
        RawClient client(open_shop().port());
        client.send("GET " + target +
                    " HTTP/1.1\r\nHost: shop\r\nX-Request-Id: a%0d%0aSet-Cookie:b\r\n\r\n");
        const auto head = head_of(client.answer());
        REQUIRE(head.starts_with("HTTP/1.1 "));
        CHECK_FALSE(has_line(head, "Set-Cookie"));
        CHECK_FALSE(has_line(head, "Location"));
        CHECK(head.find("stolen49") == std::string::npos);
    }
}

TEST_CASE("49: line breaks in a name give no header of a mail, and in an address of one are 422") {
    const auto stranger = open_shop().stranger();
    CHECK(stranger
              .post("/v1/auth/register",
                    R"({"email":"ada49@example.org\r\nBcc: thief49@example.org",)"
                    R"("password":"a quiet canal"})")
              .status == 422);
    const auto registered = stranger.post(
        "/v1/auth/register",
        R"({"email":"ada49@example.org","password":"a quiet canal","name":")" + injected + R"("})");
    CHECK((registered.status == 201 || registered.status == 422));
    CHECK(registered.headers.count("set-cookie") == 0);
    (void)stranger.post("/v1/auth/forgot-password", R"({"email":"ada49@example.org"})");
    const auto cart = open_shop().cart();
    cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})");
    const auto bought = cart.guest.post(
        "/v1/orders",
        R"({"cart_id":")" + cart.id +
            R"(","email":"grace49@example.org","shipping_address":{"name":")" + injected +
            R"(","line1":"Quay 1","city":"Hamburg","postal_code":"20457","country":"DE"},)"
            R"("payment":{"provider":"simulator","token":"sim_ok"}})",
        {{"Idempotency-Key", "line-breaks-49"}});
    CHECK((bought.status == 201 || bought.status == 422));
    const auto& staff = open_shop().staff();
    const auto product = staff.post(
        "/v1/admin/products", R"({"title":")" + injected + R"(","status":"draft","variants":[]})");
    CHECK(product.status < 500);
    CHECK(product.headers.count("set-cookie") == 0);
    if (registered.status == 201) (void)open_shop().token_for("ada49@example.org", "verify-email");
    for (const auto& head : open_shop().heads_of_letters()) {
        CHECK_FALSE(has_line(head, "Bcc"));
        CHECK_FALSE(has_line(head, "Set-Cookie"));
        CHECK(head.find("\nTo: thief49") == std::string::npos);
    }
}

}  // namespace kontor::test
