// Telephone numbers in the one form that they are compared in, however people write them.
#pragma once

#include "platform/core/constrained.hpp"

namespace kontor::platform {

// "+49 (40) 555-0199" and "0049 40/555.0199" are +49405550199: 3 to 40 digits, a + before them
// where they begin with the code of a country, which 00 says as well. What stands between them
// tells nothing. No more is known of numbers: with the code of its country and without it, one is
// two. None begins with a blank, which is what a + becomes in an address that does not say %2B.
struct DialledNumberRule {
    static constexpr std::string_view broken = "format";
    static constexpr std::string_view pattern =
        R"p(^(?! )[ ()./\-\u00A0\u2009\u202F\u2010-\u2013]*(\+[ ()./\-\u00A0\u2009\u202F\u2010-\u2013]*)?)p"
        R"p(([0-9][ ()./\-\u00A0\u2009\u202F\u2010-\u2013]*){3,40}$)p";

    static bool normalise(std::string& text);
    static std::string rule() {
        return "a telephone number such as +49 40 5550199, of 3 to 40 digits; in an address its + "
               "is written %2B";
    }
};
using DialledNumber = ConstrainedText<DialledNumberRule>;

}  // namespace kontor::platform
