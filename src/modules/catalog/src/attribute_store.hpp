#pragma once

#include "catalog/attribute.hpp"
#include "platform/db/database.hpp"

namespace kontor::catalog::store {

using platform::Reader;
using platform::Tx;

// By position, then label.
std::vector<Attribute> attributes(Reader& reader);
std::optional<Attribute> attribute(Reader& reader, const AttributeId& id);
std::optional<Attribute> attribute_for_update(Tx& tx, const AttributeId& id);

// Some of the products whose value under this code is not of this type, or no such choice.
std::vector<ProductId> products_that_do_not_fit(Reader& reader, const Attribute& attribute,
                                                std::size_t limit);

void insert(Tx& tx, const Attribute& attribute);
void update(Tx& tx, const Attribute& attribute);
void remove(Tx& tx, const AttributeId& id);

}  // namespace kontor::catalog::store
