// What a CSV file leaves as it is in the shop.
#pragma once

#include "import/records.hpp"
#include "import/targets.hpp"

#include <set>

namespace kontor::app {

// Of which parts of a product the columns of a file speak.
class CoveredParts {
public:
    void add(const Path& path);
    // Whether a column speaks of this, or of a part of it.
    bool has(const std::string& path) const;

private:
    std::set<std::string> paths_;  // steps between slashes
};

// Adds to what the file wants of a product what it does not speak of: the parts that have no
// column, and the variants that have no row.
void keep_standing(catalog::NewProduct& wanted, const catalog::NewProduct& standing,
                   const CoveredParts& covered);

// Likewise; what the file clears is null.
void keep_standing(CategoryRecord& wanted, const CategoryRecord& standing,
                   const CoveredParts& covered);

}  // namespace kontor::app
