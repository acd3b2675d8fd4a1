#include "platform/security/seal.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace kontor::platform;

namespace {

const std::string key = derive_key("a secret", "a purpose");

}  // namespace

TEST_CASE("what is sealed is given back under its key") {
    for (const std::string& text :
         {std::string(), std::string("token"), std::string(3, '\0'), std::string(100'000, 'x')}) {
        const auto sealed = seal(key, text);
        CHECK(unseal(key, sealed) == text);
        CHECK(sealed != seal(key, text));
        if (text.size() > 3) CHECK(sealed.find(text) == std::string::npos);
    }
}

TEST_CASE("another key opens nothing, and what was changed is noticed") {
    const auto sealed = seal(key, "token");
    CHECK_FALSE(unseal(derive_key("a secret", "another purpose"), sealed));
    CHECK_FALSE(unseal(derive_key("another secret", "a purpose"), sealed));
    for (std::size_t place = 0; place < sealed.size(); ++place) {
        auto changed = sealed;
        changed[place] = changed[place] == 'A' ? 'B' : 'A';
        CHECK_FALSE(unseal(key, changed));
    }
    CHECK_FALSE(unseal(key, sealed.substr(0, sealed.size() - 4)));
    CHECK_FALSE(unseal(key, ""));
    CHECK_FALSE(unseal(key, "not sealed"));
    CHECK_THROWS_AS(seal("short", "token"), std::invalid_argument);
}
