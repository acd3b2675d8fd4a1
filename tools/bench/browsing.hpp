// Loads that behave like people who look for something, and what they get to see.
#pragma once

#include "report.hpp"

#include <cstdint>

namespace kontor::bench {

struct Browsing {
    std::uint16_t port = 8080;
    std::vector<std::string> queries;  // as they stand in a target
    std::chrono::seconds time{10};
    std::size_t clients = 8;
};

std::vector<std::string> queries_of(const std::string& file);

// Searches with facets, in random order.
Report search(const Browsing& browsing);
// Suggestions for what a query is after three letters, four, five and so on.
Report suggest(const Browsing& browsing);
// By page: product, list and search.
using Freshness = std::map<std::string, Report>;
// While the clients search: how long after a change of a price, or of the stock, was answered each
// page shows it. headers: those of somebody who may make it.
Freshness freshness(const Browsing& browsing, const std::string& headers);

}  // namespace kontor::bench
