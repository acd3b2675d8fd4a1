#include "received_ahead.hpp"

#include <algorithm>

namespace kontor::inventory::store {

using platform::Tx;

namespace {

struct Columns {
    std::vector<catalog::VariantId> variants;
    std::vector<LocationId> locations;
    std::vector<std::int64_t> quantities;

    explicit Columns(const std::vector<Movement>& movements) {
        for (const auto& movement : movements) {
            variants.push_back(movement.level.variant);
            locations.push_back(movement.level.location);
            quantities.push_back(movement.on_hand);
        }
    }
};

}  // namespace

void receive_ahead(Tx& tx, const std::vector<Movement>& movements) {
    const Columns columns(movements);
    tx.defer(
        "insert into inventory.received_ahead as a (variant, location, quantity)"
        " select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])"
        " on conflict (variant, location) do update set quantity = a.quantity + excluded.quantity",
        columns.variants, columns.locations, columns.quantities);
}

std::vector<ReceivedAhead> catch_up(Tx& tx, const std::vector<Movement>& received) {
    const Columns columns(received);
    return tx.all<ReceivedAhead>(
        "with line as (select a.variant, a.location, a.quantity as ahead,"
        "   least(a.quantity, part.quantity) as quantity"
        "  from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as part (variant, location, quantity)"
        "  join inventory.received_ahead a using (variant, location)),"
        " done as (delete from inventory.received_ahead a using line"
        "  where (a.variant, a.location) = (line.variant, line.location)"
        "   and line.quantity = line.ahead),"
        " less as (update inventory.received_ahead a set quantity = a.quantity - line.quantity"
        "  from line where (a.variant, a.location) = (line.variant, line.location)"
        "   and line.quantity < line.ahead)"
        " select variant, quantity from line",
        columns.variants, columns.locations, columns.quantities);
}

}  // namespace kontor::inventory::store
