#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace kontor::test {

TEST_CASE("26: a recovery code is good once") {
    const CarefulMember member("recovery26");
    const auto code = std::string(member.recovery_codes.at(0).as_string());
    CHECK(meet(member.challenge(), code).status == 200);
    CHECK(meet(member.challenge(), code).status == 401);
    CHECK(meet(member.challenge(), std::string(member.recovery_codes.at(1).as_string())).status ==
          200);
}

TEST_CASE("26: nobody who found an open device changes what guards the account") {
    const CarefulMember member("guarded26");
    const auto refused = [&](const std::string& path, boost::json::object body) {
        const auto answer = member.probe.post(path, boost::json::serialize(body));
        CHECK(answer.status == 403);
        return answer.text("/code");
    };
    const std::string missing = "auth.reauthentication_required";
    for (const std::string path : {"/v1/me/mfa/disable", "/v1/me/mfa/recovery-codes"}) {
        CHECK(refused(path, {}) == missing);
        CHECK(refused(path, {{"current_password", member_password}}) == missing);
        CHECK(refused(path, {{"code", member.code()}}) == missing);
        CHECK(refused(path, {{"current_password", "a guess"}, {"code", member.code()}}) ==
              "auth.wrong_password");
        CHECK(refused(path, {{"current_password", member_password}, {"code", "000000"}}) ==
              "auth.wrong_code");
    }
    const std::string wanted = "moved26@example.org";
    CHECK(refused("/v1/me/email", {{"email", wanted}}) == missing);
    CHECK(refused("/v1/me/email", {{"email", wanted}, {"current_password", member_password}}) ==
          missing);
    CHECK(member.probe.get("/v1/me").text("/email") == member.email);
    const boost::json::object proof{{"current_password", member_password}, {"code", member.code()}};
    CHECK(member.probe.post("/v1/me/mfa/disable", boost::json::serialize(proof)).status == 204);
    CHECK(log_in(member.email).status == 200);
}

}  // namespace kontor::test
