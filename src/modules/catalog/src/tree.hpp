// The tree of categories as readers of a language see it: pure.
#pragma once

#include "catalog/category.hpp"

namespace kontor::catalog {

// The roots, with all below them. categories: as Categories::all() gives them.
std::vector<CategoryNode> tree_of(const std::vector<Category>& categories,
                                  std::string_view language);

CategoryReference reference_to(const Category& category, std::string_view language);

}  // namespace kontor::catalog
