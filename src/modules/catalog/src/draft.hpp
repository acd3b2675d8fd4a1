// What has to be true of a product before the database is asked: pure decisions.
#pragma once

#include "catalog/product.hpp"
#include "platform/core/result.hpp"

#include <set>

namespace kontor::catalog {

// A product about to be written. Its categories are still names, and its slug may be taken.
struct Draft {
    Product product;
    bool slug_is_given = false;
    std::vector<std::string> categories;
    std::vector<std::int64_t> stocks;  // one per variant
};

// Ids are new; times are now. Refuses with every problem.
platform::Result<Draft> draft_of(const NewProduct& request, platform::Time now);

std::vector<Image> images_of(const std::vector<NewImage>& images);

// base, or base-2, base-3, ...: the first that is not taken. base leaves room for the number.
std::string free_slug(const std::string& base, const std::set<std::string>& taken);

// "science-fiction" suggests "Science fiction".
std::string name_of_slug(const std::string& slug);

}  // namespace kontor::catalog
