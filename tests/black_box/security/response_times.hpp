// Whether two questions are answered as fast as each other, as far as who asks can tell.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace kontor::test {

class ResponseTimes {
public:
    template <class Ask>
    void take(Ask&& ask) {
        const auto begin = Clock::now();
        ask();
        times_.push_back(Clock::now() - begin);
    }
    // In seconds; of the times in order, that at this part of them.
    double at(double part) {
        const auto place =
            times_.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times_.size()));
        std::ranges::nth_element(times_, place);
        return std::chrono::duration<double>(*place).count();
    }

private:
    using Clock = std::chrono::steady_clock;
    std::vector<Clock::duration> times_;
};

// Asks both so often, each after itself as often as after the other, with the number of the try.
// What other programs of this machine do falls upon the slower part of the tries, and not upon
// every comparison; a difference of the shop's own shows each time.
template <class One, class Other>
bool are_as_fast(One&& one, Other&& other, int tries, double difference) {
    constexpr int most_comparisons = 3;
    for (int number = 0; number < most_comparisons * tries;) {
        ResponseTimes times_of_one;
        ResponseTimes times_of_other;
        for (int i = 0; i < tries; ++i, ++number) {
            const bool is_turned = i % 2 != 0;
            if (!is_turned) times_of_one.take([&] { one(number); });
            times_of_other.take([&] { other(number); });
            if (is_turned) times_of_one.take([&] { one(number); });
        }
        MESSAGE(times_of_one.at(0.5) << " s and " << times_of_other.at(0.5) << " s");
        for (const double part : {0.5, 0.25, 0.1}) {
            const auto ratio = times_of_one.at(part) / times_of_other.at(part);
            if (ratio > 1 - difference && ratio < 1 + difference) return true;
        }
    }
    return false;
}

}  // namespace kontor::test
