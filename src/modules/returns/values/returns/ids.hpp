#pragma once

#include "platform/core/id.hpp"

namespace kontor::returns {

using ReturnId = platform::Id<"ret">;
using ReceiptId = platform::Id<"rct">;

}  // namespace kontor::returns
