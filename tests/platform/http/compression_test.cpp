#include "compression.hpp"

#include <doctest/doctest.h>

#include <random>

namespace kontor::platform::http {

TEST_CASE("what was deflated is inflated to what it was") {
    std::string noise(100'000, '\0');
    std::minstd_rand random(7);
    for (auto& byte : noise) byte = static_cast<char>(random());
    for (const auto& text : {std::string(), std::string("a"), std::string(1'000'000, 'x'), noise}) {
        const auto bytes = deflated(text);
        CHECK(inflated(bytes) == text);
    }
    CHECK(deflated(std::string(1'000'000, 'x')).size() < 10'000);
}

TEST_CASE("what is cut, changed or never was deflated is not inflated") {
    const auto bytes = deflated(R"({"title":"a book of some length, a book of some length"})");
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK_THROWS_AS(inflated(bytes.substr(0, length)), std::runtime_error);
    auto changed = bytes;
    changed.back() = static_cast<char>(changed.back() + 1);
    CHECK_THROWS_AS(inflated(changed), std::runtime_error);
    CHECK_THROWS_AS(inflated("plain text"), std::runtime_error);
}

}  // namespace kontor::platform::http
