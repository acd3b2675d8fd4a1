#include "keys.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("12: a secret key in an address, a cookie, another header or a browser is none") {
    const auto key = new_key(R"("secret","scopes":["orders.read"])");
    const auto stranger = open_shop().stranger();
    const std::string orders = "/v1/admin/orders";
    CHECK(stranger.get(orders, bearing(key.secret)).status == 200);
    for (const auto* name : {"key", "api_key", "access_token", "token"})
        CHECK(stranger.get(orders + "?" + name + "=" + key.secret).status == 401);
    for (const auto* name : {"cookie", "x-api-key", "publishable-key", "guest-token"})
        CHECK(stranger.get(orders, {{name, key.secret}}).status == 401);
    for (const auto* name : {"origin", "sec-fetch-site"}) {
        auto headers = bearing(key.secret);
        headers.emplace(name, "https://www.shop.example");
        const auto refused = stranger.get(orders, headers);
        CHECK(refused.status == 401);
        CHECK(refused.text("/code") == "auth.secret_key_in_browser");
    }
}

}  // namespace kontor::test
