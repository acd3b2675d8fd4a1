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

// Two hundred of each, in turns.
struct Comparison {
    Tries known;
    Tries unknown;

    explicit Comparison(const std::string& name) {
        constexpr int accounts = 25;
        constexpr int tries_each = 8;  // within what one address may fail
        for (int i = 0; i < accounts; ++i) (void)new_member(name + std::to_string(i));
        for (int round = 0; round < tries_each; ++round)
            for (int i = 0; i < accounts; ++i) {
                const auto email = name + std::to_string(i) + "@example.org";
                if (round % 2 == 0) known.log_in(email);
                unknown.log_in("un" + email);
                if (round % 2 != 0) known.log_in(email);
            }
    }
    // What other programs of this machine do falls upon the slower half.
    bool is_alike() { return is_alike_at(0.5) || is_alike_at(0.1); }

private:
    bool is_alike_at(double part) {
        const auto ratio = known.at(part) / unknown.at(part);
        return ratio > 0.95 && ratio < 1.05;
    }
};

}  // namespace

TEST_CASE("13: a wrong password and an unknown address are answered alike, and as fast") {
    // A difference of the shop's own shows each time.
    constexpr int most_comparisons = 3;
    bool is_alike = false;
    for (int i = 0; i < most_comparisons && !is_alike; ++i) {
        Comparison compared("known13-" + std::to_string(i) + "-");
        CHECK(compared.known.answer == compared.unknown.answer);
        CHECK(compared.known.answer.starts_with("401"));
        is_alike = compared.is_alike();
        MESSAGE("known " << compared.known.at(0.5) << " s, unknown " << compared.unknown.at(0.5)
                         << " s");
    }
    CHECK(is_alike);
}

}  // namespace kontor::test
