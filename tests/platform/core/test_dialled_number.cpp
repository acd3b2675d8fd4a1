#include "platform/core/dialled_number.hpp"

#include <doctest/doctest.h>

using namespace kontor::platform;

namespace {

std::string dialled(const std::string& written) {
    const auto number = DialledNumber::accept(written);
    return number ? number->value() : "";
}

}  // namespace

TEST_CASE("a telephone number is one, however it is written") {
    for (const auto* written :
         {"+49405550199", "+49 40 5550199", "(+49) 40 / 555-01.99", "0049 40 5550199",
          "00 49 40 5550199", "+49\u00A040\u2009555\u202F01\u201099",
          "+49\u201140\u2012555\u20130199", "+49405550199 "})
        CHECK_MESSAGE(dialled(written) == "+49405550199", written);
    CHECK(dialled("040 5550199") == "0405550199");
    CHECK(dialled("110") == "110");
    CHECK(dialled(dialled("000 49 40")) == dialled("000 49 40"));
    CHECK(dialled(std::string(40, '1')).size() == 40);
}

TEST_CASE("what is no telephone number is refused") {
    for (const auto* written : {"", " ", "+", "11", "+11", "()", "40+5550199", "++4940",
                                "040 555 ext. 7", "ada@example.org", "+49\xC2", "４９４０５"})
        CHECK_FALSE_MESSAGE(DialledNumber::accept(written), written);
    CHECK_FALSE(DialledNumber::accept(std::string(41, '1')));
}

TEST_CASE("a blank in front is a + that an address lost, and is not overlooked") {
    CHECK_FALSE(DialledNumber::accept(" 49405550199"));
}
