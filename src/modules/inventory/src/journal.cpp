#include "journal.hpp"

#include "platform/db/row_count.hpp"

namespace kontor::inventory {

// The movements of a level lie together, those of a variant at several locations do not.
std::vector<JournalEntry> journal(platform::Reader& reader, const JournalFilter& filter) {
    return platform::listed<JournalEntry>(
        reader,
        "select m.id as number, p.code as location, m.kind, m.on_hand, m.allocated, m.reserved,"
        " m.on_hand_after, m.allocated_after, m.reserved_after, m.damaged, m.holder, m.cause,"
        " m.reason, m.at from inventory.location p cross join lateral ("
        "  select * from inventory.movement where variant = $1 and location = p.id"
        "   and ($3::bigint is null or id < $3) order by id desc limit $4) m"
        " where $2::text is null or p.code = $2 order by m.id desc limit $4",
        filter.variant, filter.location, filter.before, filter.limit);
}

}  // namespace kontor::inventory
