#include "open_shop.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

void check_headers(const Answer& answer) {
    const auto has = [&](const std::string& name, std::string_view value) {
        const auto found = answer.headers.find(name);
        return found != answer.headers.end() && found->second.find(value) != std::string::npos;
    };
    CHECK(has("x-content-type-options", "nosniff"));
    CHECK(has("content-security-policy", "frame-ancestors 'none'"));
    CHECK(has("content-security-policy", "default-src 'none'"));
    CHECK(has("referrer-policy", "no-referrer"));
    CHECK(has("cache-control", ""));
    CHECK_FALSE(answer.headers.contains("server"));
    CHECK_FALSE(answer.headers.contains("x-powered-by"));
    CHECK_FALSE(answer.headers.contains("via"));
}

// GET addresses without an id in them, and who may call them.
std::map<std::string, bool> addresses() {
    std::map<std::string, bool> found;
    const auto document = open_shop().staff().get("/openapi.json").json();
    for (const auto& [path, operations] : document.at("paths").as_object())
        if (const auto* get = operations.as_object().if_contains("get");
            get && path.find('{') == path.npos)
            found[path] = !get->at("security").as_array().empty();
    return found;
}

}  // namespace

TEST_CASE("51: every answer keeps browsers from guessing, framing and loading") {
    const auto stranger = open_shop().stranger();
    for (const auto& [path, needs_somebody] : addresses()) {
        CAPTURE(path);
        check_headers(stranger.get(path));
        check_headers(open_shop().staff().get(path));
        check_headers(stranger.get(path + "/"));
        check_headers(stranger.post(path, "{"));
    }
    for (const auto* path : {"/docs", "/openapi.json", "/nowhere", "/%00"})
        check_headers(stranger.get(path));
}

TEST_CASE("51: what somebody is told about themselves is not kept anywhere") {
    for (const auto& [path, needs_somebody] : addresses()) {
        if (!needs_somebody) continue;
        CAPTURE(path);
        const auto answer = open_shop().staff().get(path);
        CHECK(answer.headers.at("cache-control").find("no-store") != std::string::npos);
    }
    const auto cart = open_shop().cart();
    CHECK(cart.guest.get(cart.path()).headers.at("cache-control") == "no-store");
    CHECK(open_shop().stranger().get("/v1/me").headers.at("cache-control") == "no-store");
}

}  // namespace kontor::test
