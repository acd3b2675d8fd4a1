// Which taxes hold where goods are sent. Pure.
#pragma once

#include "pricing/config.hpp"
#include "rule_book.hpp"

namespace kontor::pricing {

struct Destination {
    std::optional<std::string> country;  // none: the home zone
    std::optional<std::string> region;
    std::optional<std::string> vat_id;
};

Taxation taxation_of(const RuleBook& book, const Config& config, const Destination& destination);

}  // namespace kontor::pricing
