// What is wrong with what staff wrote, all of it at once.
#pragma once

#include "customers/customers.hpp"
#include "platform/core/time.hpp"
#include "pricing/currencies.hpp"

#include <set>
#include <string>
#include <vector>

namespace kontor::pricing {

class Complaints {
public:
    void add(std::string pointer, std::string code, std::string detail);
    void unless(bool good, const std::string& pointer, const std::string& code,
                const std::string& detail);

    // Above zero, not beyond what a basket may come to, in a currency of the shop.
    void check_amount(const platform::Money& amount, const std::string& pointer,
                      const Currencies& currencies);
    // The same of each, and no currency twice.
    void check_amounts(const std::vector<platform::Money>& amounts, const std::string& pointer,
                       const Currencies& currencies);
    // pointer: of what contains starts_at and ends_at.
    void check_period(const std::optional<platform::Time>& starts_at,
                      const std::optional<platform::Time>& ends_at, const std::string& pointer);
    void check_group(const customers::GroupId& group, const std::string& pointer,
                     customers::Customers& customers);

    // The refusal (invalid) with every problem; the first is its message.
    platform::Result<> result(const std::string& code) const;

private:
    std::vector<platform::Problem> problems_;
};

}  // namespace kontor::pricing
