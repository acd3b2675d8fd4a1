#pragma once

#include "catalog/catalog.hpp"
#include "platform/db/database.hpp"

#include <set>
#include <span>

namespace kontor::catalog::store {

using platform::Reader;
using platform::Tx;

// Which of them the table has already.
std::set<std::string> taken_slugs(Reader& reader, const std::vector<std::string>& slugs);
std::set<std::string> taken_skus(Reader& reader, const std::vector<std::string>& skus);
// base and base-<number>, for each base.
std::set<std::string> numbered_slugs(Reader& reader, const std::vector<std::string>& bases);

std::vector<CategoryReference> categories(Reader& reader, const std::vector<std::string>& slugs,
                                          const std::vector<CategoryId>& ids);
// Also answers those that another transaction made in the meantime.
std::vector<CategoryReference> create_categories(Tx& tx, const std::vector<std::string>& slugs);

// Four statements, whatever the number of products.
void insert(Tx& tx, const std::vector<const Product*>& products);
void update(Tx& tx, const Product& product);
void replace_categories(Tx& tx, const Product& product);
void update_variant(Tx& tx, const Variant& variant);
void remove(Tx& tx, const ProductId& id);

// Locks the product until the end of the transaction.
std::optional<Product> product_for_update(Tx& tx, const ProductId& id);
std::optional<ProductId> product_of(Reader& reader, const VariantId& variant);

std::optional<Product> product(Reader& reader, const ProductId& id);
std::optional<Product> product_by_slug(Reader& reader, const std::string& slug);
std::vector<Product> products(Reader& reader, const std::vector<ProductId>& ids);
std::vector<Product> list(Reader& reader, const ProductFilter& filter);
std::vector<ProductId> ids_after(Reader& reader, const std::optional<ProductId>& after,
                                 std::size_t limit);

std::optional<SellableVariant> sellable_by_sku(Reader& reader, const std::string& sku,
                                               platform::Currency currency);
std::vector<SellableVariant> sellable(Reader& reader, const std::vector<VariantId>& ids,
                                      platform::Currency currency);

struct CategoryRow {
    CategoryId id;
    std::string slug;
    std::string name;
    std::optional<CategoryId> parent;
};
BOOST_DESCRIBE_STRUCT(CategoryRow, (), (id, slug, name, parent))
// In the order in which siblings are shown.
std::vector<CategoryRow> all_categories(Reader& reader);

}  // namespace kontor::catalog::store
