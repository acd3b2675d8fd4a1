#pragma once

#include "platform/core/id.hpp"

namespace kontor::catalog {

using ProductId = platform::Id<"prod">;
using VariantId = platform::Id<"var">;
using CategoryId = platform::Id<"cat">;
using CollectionId = platform::Id<"coll">;
using AttributeId = platform::Id<"attr">;

}  // namespace kontor::catalog
