#pragma once

#include "catalog/category.hpp"
#include "platform/db/database.hpp"

namespace kontor::catalog::store {

using platform::Reader;
using platform::Tx;

struct NamedCategory {
    std::string asked;  // the slug, which it may have had once; empty for an id
    CategoryReference category;
};
BOOST_DESCRIBE_STRUCT(NamedCategory, (), (asked, category))
std::vector<NamedCategory> named_categories(Reader& reader, const std::vector<std::string>& slugs,
                                            const std::vector<CategoryId>& ids);
// At the root, with the names that the slugs suggest. Waits for nothing: a slug taken meanwhile is
// a unique violation later.
std::vector<CategoryReference> create_categories(Tx& tx, const std::vector<std::string>& slugs);

// Siblings in their order, each before those below it.
std::vector<Category> categories(Reader& reader);
std::optional<Category> category(Reader& reader, const CategoryId& id);
// Also by a slug that it had once.
std::optional<Category> category_by_slug(Reader& reader, const std::string& slug);

// One at a time changes the tree, until the end of its transaction.
void lock_tree(Tx& tx);
void insert(Tx& tx, const Category& category);
void update(Tx& tx, const Category& category);
// The paths of all below it follow.
void move(Tx& tx, const CategoryId& id, const std::vector<CategoryId>& former_path,
          const std::vector<CategoryId>& path);
// Positions from 0 in this order.
void arrange(Tx& tx, const std::vector<CategoryId>& siblings);

struct CategoryContents {
    bool has_children = false;
    bool has_products = false;
    bool is_in_rule = false;
};
BOOST_DESCRIBE_STRUCT(CategoryContents, (), (has_children, has_products, is_in_rule))
CategoryContents contents_of(Reader& reader, const CategoryId& id);
// Takes the products out of it; answers which.
std::vector<ProductId> release_products(Tx& tx, const CategoryId& id, platform::Time now);
void remove(Tx& tx, const CategoryId& id);

}  // namespace kontor::catalog::store
