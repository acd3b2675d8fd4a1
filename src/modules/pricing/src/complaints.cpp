#include "complaints.hpp"

#include "pricing/rules.hpp"

#include <algorithm>

namespace kontor::pricing {

using platform::Currency;
using platform::Money;

namespace {

bool is_group(const customers::GroupId& wanted, customers::Customers& customers) {
    customers::GroupFilter filter{std::nullopt, 100};
    while (true) {
        const auto page = customers.groups(filter);
        if (std::ranges::find(page, wanted, &customers::Group::id) != page.end()) return true;
        if (page.size() < filter.limit) return false;
        filter.after = page.back().id;
    }
}

}  // namespace

void Complaints::add(std::string pointer, std::string code, std::string detail) {
    problems_.push_back({std::move(pointer), std::move(code), std::move(detail)});
}

void Complaints::unless(bool good, const std::string& pointer, const std::string& code,
                        const std::string& detail) {
    if (!good) add(pointer, code, detail);
}

void Complaints::check_amount(const Money& amount, const std::string& pointer,
                              const Currencies& currencies) {
    unless(amount.amount > 0 && amount.amount <= largest_rule_amount, pointer + "/amount", "range",
           "must be a whole number from 1 to " + std::to_string(largest_rule_amount));
    unless(currencies.contain(amount.currency), pointer + "/currency", "not_one_of",
           "must be a currency of the shop: " + currencies.text());
}

void Complaints::check_amounts(const std::vector<Money>& amounts, const std::string& pointer,
                               const Currencies& currencies) {
    std::set<Currency> seen;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const auto at = pointer + "/" + std::to_string(i);
        check_amount(amounts[i], at, currencies);
        unless(seen.insert(amounts[i].currency).second, at + "/currency", "twice",
               "must not be a currency that an amount before it has");
    }
}

void Complaints::check_period(const std::optional<platform::Time>& starts_at,
                              const std::optional<platform::Time>& ends_at,
                              const std::string& pointer) {
    unless(!starts_at || !ends_at || *starts_at < *ends_at, pointer + "/ends_at", "range",
           "must be later than starts_at");
}

void Complaints::check_group(const customers::GroupId& group, const std::string& pointer,
                             customers::Customers& customers) {
    unless(is_group(group, customers), pointer, "unknown",
           "must be a group of customers that exists");
}

platform::Result<> Complaints::result(const std::string& code) const {
    if (problems_.empty()) return {};
    const auto& first = problems_.front();
    return platform::Error{
        platform::ErrorKind::invalid, code,
        (first.pointer.empty() ? "The body" : first.pointer) + " " + first.detail + ".", problems_};
}

}  // namespace kontor::pricing
