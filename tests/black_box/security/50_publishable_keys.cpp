#include "own_shop.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

namespace {

struct ClosedShop : OwnShop {
    ClosedShop() : OwnShop({{"KONTOR_AUTH_PUBLISHABLE_KEY_REQUIRED", "true"}}) {}

    std::string key(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"--json", "api-keys", "make",       "--name",
                                           "front",  "--kind",   "publishable"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto made = run(arguments, environment());
        REQUIRE(made.status == 0);
        const std::string text(boost::json::parse(made.out).at("secret").as_string());
        const HttpProbe probe(address());
        const auto is_known = [&] {
            return probe.post("/v1/carts", "{}", {{"publishable-key", text}}).status == 201;
        };
        REQUIRE(eventually(is_known));
        return text;
    }
};

}  // namespace

TEST_CASE("50: where shop fronts must be known, others make no cart and see no order") {
    ClosedShop shop;
    const HttpProbe probe(shop.address());
    CHECK(probe.get("/v1/products").status == 200);
    const auto refused = probe.post("/v1/carts", "{}");
    CHECK(refused.status == 401);
    CHECK(refused.text("/code") == "http.publishable_key_required");
    const auto anywhere = shop.key();
    for (const auto* wrong : {"pk_1", "Bearer", ""})
        CHECK(probe.post("/v1/carts", "{}", {{"publishable-key", wrong}}).status == 401);
    CHECK(probe.post("/v1/carts", "{}", {{"authorization", "Bearer " + anywhere}}).status == 401);
    CHECK(probe.get("/v1/admin/orders", {{"publishable-key", anywhere}}).status == 401);
}

TEST_CASE("50: a publishable key is good for pages of its own origins") {
    ClosedShop shop;
    const HttpProbe probe(shop.address());
    const auto ours = shop.key({"--origin", "https://www.shop.example"});
    const auto from = [&](const std::string& origin) {
        return probe.post("/v1/carts", "{}", {{"publishable-key", ours}, {"origin", origin}});
    };
    CHECK(from("https://www.shop.example").status == 201);
    for (const auto* origin :
         {"https://evil.example", "null", "https://www.shop.example.evil.example"}) {
        const auto refused = from(origin);
        CHECK(refused.status == 401);
        CHECK(refused.text("/code") == "auth.key_not_for_origin");
    }
}

}  // namespace kontor::test
