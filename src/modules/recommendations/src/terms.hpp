// What makes products similar: the words of the title, categories and attributes that they share,
// the rarer the better.
#pragma once

#include "platform/json/json.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kontor::recommendations {

using Terms = std::vector<std::string>;  // in order, each once

// In how many products each term is.
using Frequencies = std::map<std::string, std::int64_t, std::less<>>;

struct Features {
    std::string title;
    std::vector<std::string> categories;
    std::map<std::string, platform::json::Scalar> attributes;
};

// At most forty.
Terms terms_of(const Features& features);

// Those to look for some similar products by: the rarest, until enough products have them. None
// where even the rarest says nothing, because thousands have it.
Terms rare_terms(const Terms& terms, const Frequencies& frequencies, std::size_t enough);

class TermWeights {
public:
    TermWeights(const Frequencies& frequencies, std::int64_t products)
        : frequencies_(frequencies), products_(std::max<std::int64_t>(products, 1)) {}

    // The cosine between what two products are described by, 0 to 1.
    double likeness(const Terms& left, const Terms& right) const;

private:
    double square(const std::string& term) const;
    double square_of_length(const Terms& terms) const;

    const Frequencies& frequencies_;
    std::int64_t products_;
};

}  // namespace kontor::recommendations
