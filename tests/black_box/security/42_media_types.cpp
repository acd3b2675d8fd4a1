#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

bool is_refused(const Answer& answer, int status) {
    return answer.status == status &&
           answer.headers.at("content-type") == "application/problem+json";
}

}  // namespace

TEST_CASE("42: a value of another type is refused by its place in the body") {
    const auto cart = open_shop().cart();
    for (const std::string sku : {R"({"a":1})", "[]", "1", "true"}) {
        const auto answer = cart.put_in(R"({"sku":)" + sku + R"(,"quantity":1})");
        INFO(sku << " " << answer.body);
        CHECK(is_refused(answer, 422));
        CHECK(answer.text("/errors/0/pointer") == "/sku");
    }
    for (const std::string body : {"[]", "1", R"("text")", "null", "true"})
        CHECK(is_refused(cart.put_in(body), 422));
    CHECK(cart.guest.get(cart.path()).json().at("items").as_array().empty());
}

TEST_CASE("42: a body that is not said to be JSON is not taken") {
    const auto cart = open_shop().cart();
    const auto item = R"({"sku":")" + open_shop().sku + R"(","quantity":1})";
    for (const auto* type :
         {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
          "application/jsonp", "text/plain; application/json", "application/json, text/plain"}) {
        CAPTURE(type);
        const auto answer = cart.guest.post(cart.path() + "/items", item, {{"Content-Type", type}});
        CHECK(is_refused(answer, 415));
    }
    CHECK(cart.guest.get(cart.path()).json().at("items").as_array().empty());
}

TEST_CASE("42: who takes nothing that there is gets nothing") {
    const auto stranger = open_shop().stranger();
    for (const auto* path : {"/v1/products", "/v1/products/harbour-blend", "/v1/search?q=tea"})
        for (const auto* accept : {"text/xml", "text/*", "application/json;q=0", "image/png"}) {
            CAPTURE(path);
            CAPTURE(accept);
            CHECK(is_refused(stranger.get(path, {{"accept", accept}}), 406));
        }
    CHECK(stranger.get("/v1/products", {{"accept", "text/xml, application/*;q=0.1"}}).status ==
          200);
}

}  // namespace kontor::test
