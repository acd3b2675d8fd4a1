// A query answered out of memory, but for what only the documents know: pure.
#pragma once

#include "platform/core/result.hpp"
#include "shop_index.hpp"

namespace kontor::search {

struct Answer {
    std::vector<catalog::ProductId> page;
    std::vector<std::string> next;  // keys for Query::after
    std::size_t total = 0;
    std::vector<Facet> facets;
    std::optional<Extent> prices;
    std::vector<RatingCount> ratings;
    std::optional<std::string> did_you_mean;
};

Answer list(const Shelves& shelves, const Query& query);

// coded: products with a number that was typed; where there are any, they are what was meant.
platform::Result<Answer> search(const Shelves& shelves, const Query& query,
                                const std::vector<platform::Uuid>& coded);

struct Suggested {
    std::optional<std::string> did_you_mean;
    std::vector<Suggestion> categories;
    std::vector<catalog::ProductId> products;
};
// typed: folded.
Suggested suggest(const Shelves& shelves, const std::string& typed, const std::string& language,
                  std::size_t limit);

// Numbers of articles that may have been typed.
std::vector<std::string> codes_in(const std::string& folded);

}  // namespace kontor::search
