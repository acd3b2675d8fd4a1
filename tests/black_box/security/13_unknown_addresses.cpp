#include "members.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <vector>

namespace kontor::test {

namespace {

using Clock = std::chrono::steady_clock;

struct Tries {
    std::vector<Clock::duration> times;
    std::string answer;

    void log_in(const std::string& email) {
        const auto begin = Clock::now();
        const auto refused = kontor::test::log_in(email, "not the password");
        times.push_back(Clock::now() - begin);
        auto problem = refused.json().as_object();
        problem.erase("request_id");
        problem.erase("instance");
        const auto said = std::to_string(refused.status) + boost::json::serialize(problem);
        if (answer.empty()) answer = said;
        CHECK(said == answer);
    }
    // Of the times in order, that at this part of them.
    double at(double part) {
        const auto place =
            times.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times.size()));
        std::ranges::nth_element(times, place);
        return std::chrono::duration<double>(*place).count();
    }
};

}  // namespace

TEST_CASE("13: a wrong password and an unknown address are answered alike, and as fast") {
    constexpr int accounts = 25;
    constexpr int tries_each = 8;  // within what one address may fail
    for (int i = 0; i < accounts; ++i) (void)new_member("known13-" + std::to_string(i));
    Tries known;
    Tries unknown;
    for (int round = 0; round < tries_each; ++round)
        for (int i = 0; i < accounts; ++i) {
            const auto name = "known13-" + std::to_string(i) + "@example.org";
            if (round % 2 == 0) known.log_in(name);
            unknown.log_in("un" + name);
            if (round % 2 != 0) known.log_in(name);
        }
    CHECK(known.answer == unknown.answer);
    CHECK(known.answer.starts_with("401"));
    // What other programs of this machine do falls upon the slower half.
    const auto is_alike = [&](double part) {
        const auto ratio = known.at(part) / unknown.at(part);
        return ratio > 0.95 && ratio < 1.05;
    };
    CHECK_MESSAGE((is_alike(0.5) || is_alike(0.1)),
                  "known " << known.at(0.5) << " s, unknown " << unknown.at(0.5) << " s");
}

}  // namespace kontor::test
