// What a definition wants of an attribute's value: pure.
#pragma once

#include "catalog/attribute.hpp"

namespace kontor::catalog {

// Refuses catalog.bad_attribute_value with every value that its definition does not want.
platform::Result<> check_values(const std::vector<Attribute>& definitions,
                                const std::map<std::string, AttributeValue>& attributes);

platform::Result<> check(const NewAttribute& request);
platform::Result<> check(const AttributeChange& change, AttributeType type);

std::vector<Choice> choices_of(const std::vector<NewChoice>& choices);

}  // namespace kontor::catalog
