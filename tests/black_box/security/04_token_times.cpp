#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <vector>

namespace kontor::test {

TEST_CASE("4: a token that has expired, or is not good yet, signs nobody in") {
    const auto member = new_member("times04");
    const Forger forger;
    const auto with = [&](const std::string& name, const boost::json::value& value) {
        return me_with(forger.sign(forger.header(), Forger::claims(member, name, value))).status;
    };
    const auto now = unix_now();
    CHECK(with("exp", now + 100) == 200);
    CHECK(with("exp", now - 62) == 401);
    CHECK(with("nbf", now - 1) == 200);
    CHECK(with("nbf", now + 90) == 401);
    CHECK(with("iat", now + 90) == 401);
    for (const auto& nonsense : std::vector<boost::json::value>{
             nullptr, "9999999999", 1e18, -1, std::uint64_t(1) << 63, boost::json::array{}}) {
        CHECK(with("exp", nonsense) == 401);
        CHECK(with("nbf", nonsense) == 401);
    }
}

}  // namespace kontor::test
