#pragma once

#include "platform/core/id.hpp"

namespace kontor::catalog {

struct ProductTag {
    static constexpr std::string_view prefix = "prod";
};
using ProductId = platform::Id<ProductTag>;

struct VariantTag {
    static constexpr std::string_view prefix = "var";
};
using VariantId = platform::Id<VariantTag>;

struct CategoryTag {
    static constexpr std::string_view prefix = "cat";
};
using CategoryId = platform::Id<CategoryTag>;

struct CollectionTag {
    static constexpr std::string_view prefix = "coll";
};
using CollectionId = platform::Id<CollectionTag>;

struct AttributeTag {
    static constexpr std::string_view prefix = "attr";
};
using AttributeId = platform::Id<AttributeTag>;

}  // namespace kontor::catalog
