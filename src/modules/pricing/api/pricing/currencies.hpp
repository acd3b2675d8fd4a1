#pragma once

#include "platform/core/money.hpp"
#include "platform/core/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::pricing {

// The currencies that a shop sells in, its own first. Immutable, cheap to copy.
class Currencies {
public:
    // Throws std::invalid_argument without any.
    explicit Currencies(std::vector<platform::Currency> sold_in);

    platform::Currency own() const { return sold_in_.front(); }
    bool contain(platform::Currency currency) const;
    // The one asked for, or the shop's own. Refuses pricing.no_such_currency (invalid), with a
    // problem at pointer.
    platform::Result<platform::Currency> choose(const std::optional<platform::Currency>& asked,
                                                const std::string& pointer) const;
    // "EUR, USD"
    std::string text() const;

private:
    std::vector<platform::Currency> sold_in_;
};

}  // namespace kontor::pricing
