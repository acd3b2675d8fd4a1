#include "allocation.hpp"

#include "fraction.hpp"

#include <algorithm>
#include <numeric>

namespace kontor::pricing {

std::vector<Portion> allocate(std::int64_t total, const std::vector<std::int64_t>& weights) {
    std::vector<Portion> portions(weights.size());
    const auto sum = std::accumulate(weights.begin(), weights.end(), Wide{0});
    if (sum == 0) return portions;

    std::vector<Wide> remainders(weights.size());
    auto left_over = total;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto product = Wide{total} * weights[i];
        portions[i].amount = static_cast<std::int64_t>(product / sum);
        remainders[i] = product % sum;
        left_over -= portions[i].amount;
    }
    std::vector<std::size_t> ranking(weights.size());
    std::iota(ranking.begin(), ranking.end(), std::size_t{0});
    std::ranges::sort(ranking, [&](auto left, auto right) {
        return remainders[left] != remainders[right] ? remainders[left] > remainders[right]
                                                     : left < right;
    });
    for (std::int64_t place = 1; place <= left_over; ++place) {
        auto& portion = portions[ranking[static_cast<std::size_t>(place - 1)]];
        portion.amount += 1;
        portion.odd_unit = place;
    }
    return portions;
}

}  // namespace kontor::pricing
