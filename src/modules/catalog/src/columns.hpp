// What the catalogue keeps whole, as JSON; so it does with what it has by language.
#pragma once

#include "catalog/attribute.hpp"
#include "platform/db/json_column.hpp"

namespace kontor::platform {

template <>
struct db::Codec<catalog::Seo> : JsonCodec<catalog::Seo> {};
template <>
struct db::Codec<catalog::Dimensions> : JsonCodec<catalog::Dimensions> {};
template <>
struct db::Codec<std::vector<catalog::Option>> : JsonCodec<std::vector<catalog::Option>> {};
template <>
struct db::Codec<std::vector<catalog::Image>> : JsonCodec<std::vector<catalog::Image>> {};
template <>
struct db::Codec<std::vector<catalog::Choice>> : JsonCodec<std::vector<catalog::Choice>> {};

}  // namespace kontor::platform
