#pragma once

#include "platform/core/id.hpp"

namespace kontor::inventory {

using LocationId = platform::Id<"loc">;
using TransferId = platform::Id<"trf">;
using StockTakeId = platform::Id<"stk">;
// Who holds goods: the uuid of a checkout.
using HolderId = platform::Id<"hold">;

}  // namespace kontor::inventory
