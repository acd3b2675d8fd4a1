#pragma once

#include "payments/ids.hpp"
#include "platform/core/money.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kontor::payments {

using GiftCardId = platform::Id<"gift">;

// given_back: of a purchase that came to nothing.
enum class StoredValueMovementKind { issued, granted, spent, given_back, refunded };
BOOST_DESCRIBE_ENUM(StoredValueMovementKind, issued, granted, spent, given_back, refunded)

struct StoredValueMovement {
    platform::Time at;
    StoredValueMovementKind kind = StoredValueMovementKind::issued;
    platform::Money amount;  // negative: it was spent
    platform::Money balance_after;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(StoredValueMovement, (), (at, kind, amount, balance_after, reason))

}  // namespace kontor::payments
