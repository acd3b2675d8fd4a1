// What promotions consist of is kept whole, as JSON.
#pragma once

#include "platform/db/json_column.hpp"
#include "pricing/rules.hpp"

namespace kontor {

template <>
struct platform::db::Codec<pricing::Benefit> : JsonCodec<pricing::Benefit> {};
template <>
struct platform::db::Codec<pricing::Conditions> : JsonCodec<pricing::Conditions> {};

}  // namespace kontor
