#include "members.hpp"
#include "raw_listener.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <vector>

namespace kontor::test {

TEST_CASE("7: a key that comes with the token is not looked at") {
    const auto member = new_member("jwks07");
    const Forger forger;
    const RawListener attacker;
    const auto url = "http://127.0.0.1:" + std::to_string(attacker.port()) + "/keys";
    const boost::json::object jwk{
        {"kty", "OKP"}, {"crv", "Ed25519"}, {"x", Forger::encode(forger.public_key())}};
    const boost::json::object additions{{"jku", url},
                                        {"x5u", url},
                                        {"jwk", jwk},
                                        {"x5c", boost::json::array{"MIIB"}},
                                        {"crit", boost::json::array{"exp"}}};
    for (const auto& [name, value] : additions) {
        auto header = boost::json::parse(forger.header()).as_object();
        header[name] = value;
        CHECK(me_with(forger.sign(boost::json::serialize(header), Forger::claims(member))).status ==
              401);
    }
    CHECK_FALSE(attacker.was_called());
}

}  // namespace kontor::test
