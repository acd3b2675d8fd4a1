#include "assignment.hpp"

#include "platform/security/random.hpp"

#include <algorithm>
#include <cmath>

namespace kontor::recommendations {

std::string name_of(const Visitor& visitor) {
    if (visitor.customer) return visitor.customer->text();
    return visitor.id;
}

const Variant& variant_of(const std::string& key, const ExperimentId& experiment,
                          const std::string& visitor, const std::vector<Variant>& variants) {
    const auto digest = platform::hmac_sha256(key, experiment.text() + "\n" + visitor);
    std::uint64_t number = 0;
    for (std::size_t index = 0; index < sizeof number; ++index)
        number = number << 8 | static_cast<unsigned char>(digest[index]);

    std::uint64_t total = 0;
    for (const auto& variant : variants)
        total += static_cast<std::uint64_t>(variant.weight.value());
    auto place = number % total;
    for (const auto& variant : variants) {
        const auto weight = static_cast<std::uint64_t>(variant.weight.value());
        if (place < weight) return variant;
        place -= weight;
    }
    return variants.back();
}

Share share_of(std::int64_t successes, std::int64_t trials) {
    if (trials <= 0) return {0, 0, 1};
    constexpr double z = 1.959964;
    const auto n = static_cast<double>(trials);
    const auto share = std::min(static_cast<double>(successes) / n, 1.0);
    const auto middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    const auto half =
        z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {share, std::max(middle - half, 0.0), std::min(middle + half, 1.0)};
}

}  // namespace kontor::recommendations
