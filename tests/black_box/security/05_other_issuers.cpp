#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <vector>

namespace kontor::test {

TEST_CASE("5: a token for somebody else, or of somebody else, signs nobody in") {
    const auto member = new_member("issuers05");
    const Forger forger;
    for (const auto* name : {"iss", "aud"})
        for (const auto& value :
             std::vector<boost::json::value>{"https://evil.example.org", "", nullptr, "Kontor",
                                             "kontor ", boost::json::array{"kontor", "other"}})
            CHECK(
                me_with(forger.sign(forger.header(), Forger::claims(member, name, value))).status ==
                401);
    CHECK(me_with(forger.sign(forger.header(), Forger::claims(member, "sub", "user_x"))).status ==
          401);
    CHECK(me_with(forger.sign(forger.header(),
                              Forger::claims(member, "roles", boost::json::array{"root"})))
              .status == 401);
}

}  // namespace kontor::test
