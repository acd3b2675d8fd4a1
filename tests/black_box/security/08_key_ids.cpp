#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <vector>

namespace kontor::test {

TEST_CASE("8: a key that there is none of signs nobody in, whatever its name is") {
    const auto member = new_member("kids08");
    const Forger forger;
    for (const std::string id : {"unknown", "../../etc/passwd", "' OR 1=1", "' OR '1'='1' --",
                                 "/dev/null", "\n", "0", "%00", "skey_00000000000000000000000000"})
        CHECK(me_with(forger.sign(forger.header(id), Forger::claims(member))).status == 401);
    for (const auto& id : std::vector<boost::json::value>{nullptr, 1, boost::json::object{}}) {
        auto header = boost::json::parse(forger.header()).as_object();
        header["kid"] = id;
        CHECK(me_with(forger.sign(boost::json::serialize(header), Forger::claims(member))).status ==
              401);
    }
}

}  // namespace kontor::test
