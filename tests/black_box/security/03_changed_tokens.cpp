#include "members.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

TEST_CASE("3: a token with any byte changed signs nobody in") {
    const auto member = new_member("changed03");
    const auto& token = member.access_token;
    REQUIRE(me_with(token).status == 200);
    for (std::size_t at = 0; at < token.size(); at += 7) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_MESSAGE(me_with(changed).status == 401, "at byte " << at);
    }
    // The last letter stands for bits that are none of the signature's, too.
    for (const char letter : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
        auto changed = token;
        changed.back() = letter;
        CHECK((changed == token || me_with(changed).status == 401));
    }
}

}  // namespace kontor::test
