#pragma once

#include "platform/core/result.hpp"

namespace kontor::media {

inline constexpr std::int64_t largest_file = 20 << 20;

platform::Error too_large();
platform::Error no_such_asset();

}  // namespace kontor::media
