#include "members.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace kontor::test {

TEST_CASE("18: a password may be long and of anything") {
    const std::string emoji =
        "\xf0\x9f\xa6\xa6\xf0\x9f\x90\x8c\xf0\x9f\x8c\xa7\xf0\x9f\x8f\xa1"
        "\xf0\x9f\x8e\xbb\xf0\x9f\xa7\xb5\xf0\x9f\xaa\x81\xf0\x9f\xa5\xa8";
    int count = 0;
    for (const auto& password :
         {std::string("sixty four ") + std::string(53, 'x'), std::string("all in lower case"),
          std::string("  blanks around  "), emoji, std::string("7391048262")}) {
        const auto email = "long18-" + std::to_string(++count) + "@example.org";
        CHECK(register_member(email, password).status == 201);
        CHECK(log_in(email, password).status == 200);
    }
}

TEST_CASE("18: a password of a mebibyte is refused before it costs anything") {
    const std::string huge(1 << 20, 'x');
    auto fastest = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 5; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const auto status = register_member("huge18@example.org", huge).status;
        fastest = std::min(fastest, std::chrono::steady_clock::now() - begin);
        CHECK((status == 413 || status == 422));
    }
    CHECK(fastest < std::chrono::milliseconds(50));
    const auto status = register_member("huge18@example.org", std::string(900'000, 'x')).status;
    CHECK(status == 422);
}

}  // namespace kontor::test
