#include "pricing/currencies.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::pricing {

using platform::Currency;
using platform::Result;

Currencies::Currencies(std::vector<Currency> sold_in) : sold_in_(std::move(sold_in)) {
    if (sold_in_.empty()) throw std::invalid_argument("a shop sells in one currency at least");
}

bool Currencies::contain(Currency currency) const {
    return std::ranges::find(sold_in_, currency) != sold_in_.end();
}

Result<Currency> Currencies::choose(const std::optional<Currency>& asked,
                                    const std::string& pointer) const {
    const auto currency = asked.value_or(own());
    if (contain(currency)) return currency;
    return platform::Error{platform::ErrorKind::invalid,
                           "pricing.no_such_currency",
                           "This shop does not sell in " + std::string(currency.code()) + ".",
                           {{pointer, "not_one_of", "must be one of " + text()}}};
}

std::string Currencies::text() const {
    std::string all;
    for (const auto& currency : sold_in_)
        all.append(all.empty() ? "" : ", ").append(currency.code());
    return all;
}

}  // namespace kontor::pricing
