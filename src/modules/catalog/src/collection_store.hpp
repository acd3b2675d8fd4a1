#pragma once

#include "catalog/collection.hpp"
#include "platform/db/database.hpp"

namespace kontor::catalog::store {

using platform::Reader;
using platform::Tx;

std::vector<Collection> collections(Reader& reader, const std::optional<CollectionId>& after,
                                    std::size_t limit, bool only_published);
std::optional<Collection> collection(Reader& reader, const CollectionId& id);
// Also by a slug that it had once.
std::optional<Collection> collection_by_slug(Reader& reader, const std::string& slug);
std::optional<Collection> collection_for_update(Tx& tx, const CollectionId& id);

// The rule's categories are ids.
void insert(Tx& tx, const Collection& collection);
void update(Tx& tx, const Collection& collection);
void remove(Tx& tx, const CollectionId& id);

std::vector<CollectionPlace> places(Reader& reader, const CollectionId& id,
                                    const std::optional<CollectionPlace>& after, std::size_t limit);
// In this order, and no others. Those that do not exist are left out: answers how many there are.
std::size_t choose(Tx& tx, const CollectionId& id, const std::vector<ProductId>& products);
// In the order in which they are shown, whatever their status.
std::vector<ProductId> chosen(Reader& reader, const CollectionId& id);

// Chooses anew what the rule of this collection wants, and nothing where it has none.
void follow_rule(Tx& tx, const CollectionId& id);
// The same for all rules, but for these products only; answers in which collections that changed
// anything. Rules do not change meanwhile.
std::vector<CollectionId> follow_rules(Tx& tx, const std::vector<ProductId>& products);
// Those that choose by category.
std::vector<CollectionId> collections_by_category(Reader& reader);

}  // namespace kontor::catalog::store
