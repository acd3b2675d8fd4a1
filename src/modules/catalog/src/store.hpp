#pragma once

#include "catalog/catalog.hpp"
#include "platform/db/database.hpp"

#include <set>

namespace kontor::catalog::store {

using platform::Reader;
using platform::Tx;

std::set<std::string> taken_skus(Reader& reader, const std::vector<std::string>& skus);

// A few statements, whatever the number of products, and no round trip: their rows, variants,
// prices and categories; slugs are for who calls.
void insert(Tx& tx, const std::vector<const Product*>& products);
// The products' own rows: everything but variants and categories.
void update(Tx& tx, const std::vector<const Product*>& products);
// Those with a known id are changed, others inserted, and those not given deleted.
void replace_variants(Tx& tx, const std::vector<const Product*>& products);
void replace_categories(Tx& tx, const std::vector<const Product*>& products);
void remove(Tx& tx, const ProductId& id);

// Takes the picture out of every product that shows it; answers which.
std::vector<ProductId> take_out_picture(Tx& tx, const media::MediaId& picture, platform::Time now);

// Locks the product until the end of the transaction.
std::optional<Product> product_for_update(Tx& tx, const ProductId& id);
std::optional<ProductId> product_of(Reader& reader, const VariantId& variant);
// Those that have one of the slugs now, or one of the SKUs, in the order of their ids.
std::vector<ProductId> ids_with(Reader& reader, const std::vector<std::string>& slugs,
                                const std::vector<std::string>& skus);
// Likewise; locks them.
std::vector<Product> products_for_update(Tx& tx, const std::vector<std::string>& slugs,
                                         const std::vector<std::string>& skus);

std::optional<Product> product(Reader& reader, const ProductId& id);
// Also by a slug that it had once.
std::optional<Product> product_by_slug(Reader& reader, const std::string& slug);
std::vector<Product> products(Reader& reader, const std::vector<ProductId>& ids);
std::vector<Product> list(Reader& reader, const ProductFilter& filter);
std::vector<ProductId> ids_after(Reader& reader, const std::optional<ProductId>& after,
                                 std::size_t limit);

// Those whose time has come, at their new status.
std::vector<ProductId> publish_due(Tx& tx, platform::Time now);
std::vector<ProductId> withdraw_due(Tx& tx, platform::Time now);

std::optional<SellableVariant> sellable_by_sku(Reader& reader, const std::string& sku,
                                               platform::Currency currency);
std::vector<SellableVariant> sellable(Reader& reader, const std::vector<VariantId>& ids,
                                      platform::Currency currency);

}  // namespace kontor::catalog::store
