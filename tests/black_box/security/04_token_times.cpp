#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <vector>

namespace kontor::test {

namespace {

// Of a token whose claim is so many seconds from now. Asked again where a second of the clock ended
// meanwhile, so that they were as many when the shop looked.
Answer me_with_time(const Member& member, const std::string& claim, std::int64_t seconds_from_now) {
    const Forger forger;
    constexpr int most_tries = 20;
    for (int i = 0; i < most_tries; ++i) {
        const auto now = unix_now();
        const auto answer = me_with(
            forger.sign(forger.header(), Forger::claims(member, claim, now + seconds_from_now)));
        if (unix_now() == now) return answer;
    }
    throw std::runtime_error("no answer within a second");
}

}  // namespace

TEST_CASE(
    "4: a token signs nobody in who shows it a minute after it expired, or before it is good") {
    const auto member = new_member("times04");
    const auto refusal = [&](const std::string& claim, std::int64_t seconds_from_now) {
        const auto answer = me_with_time(member, claim, seconds_from_now);
        return answer.status == 401 ? answer.text("/code") : std::to_string(answer.status);
    };
    CHECK(refusal("exp", 100) == "200");
    CHECK(refusal("exp", -59) == "200");
    CHECK(refusal("exp", -61) == "auth.token_expired");
    CHECK(refusal("exp", -3600) == "auth.token_expired");
    for (const std::string claim : {"nbf", "iat"}) {
        CHECK(refusal(claim, -1) == "200");
        CHECK(refusal(claim, 60) == "200");
        CHECK(refusal(claim, 61) == "auth.invalid_token");
        CHECK(refusal(claim, 3600) == "auth.invalid_token");
    }
}

TEST_CASE("4: a token whose times are none signs nobody in") {
    const auto member = new_member("notimes04");
    const Forger forger;
    for (const auto& nonsense : std::vector<boost::json::value>{
             nullptr, "9999999999", 1e18, -1, std::uint64_t(1) << 63, boost::json::array{}})
        for (const std::string claim : {"exp", "nbf", "iat"})
            CHECK(me_with(forger.sign(forger.header(), Forger::claims(member, claim, nonsense)))
                      .status == 401);
}

}  // namespace kontor::test
