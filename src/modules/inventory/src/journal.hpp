#pragma once

#include "levels.hpp"
#include "platform/db/database.hpp"

namespace kontor::inventory {

// A movement as staff see it.
struct JournalEntry {
    std::int64_t number = 0;  // rises with each movement
    std::string location;
    MovementKind kind{};
    std::int64_t on_hand = 0;
    std::int64_t allocated = 0;
    std::int64_t reserved = 0;
    std::int64_t on_hand_after = 0;
    std::int64_t allocated_after = 0;
    std::int64_t reserved_after = 0;
    std::optional<std::int64_t> damaged;
    std::optional<HolderId> holder;
    std::optional<platform::Uuid> cause;
    std::optional<std::string> reason;
    platform::Time at;
};
BOOST_DESCRIBE_STRUCT(JournalEntry, (),
                      (number, location, kind, on_hand, allocated, reserved, on_hand_after,
                       allocated_after, reserved_after, damaged, holder, cause, reason, at))

struct JournalFilter {
    catalog::VariantId variant;
    std::optional<std::string> location{};
    std::optional<std::int64_t> before{};  // a number
    std::size_t limit = 0;
};

// The latest first.
std::vector<JournalEntry> journal(platform::Reader& reader, const JournalFilter& filter);

}  // namespace kontor::inventory
