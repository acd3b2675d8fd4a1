#include "returned_goods.hpp"

namespace kontor::inventory {

std::vector<TakenBack> ReturnedGoodsService::taken_back(const std::vector<platform::Uuid>& causes) {
    return database_.read([&](platform::Reader& reader) {
        return reader.all<TakenBack>(
            "select cause, variant, sum(on_hand)::bigint as resaleable,"
            " coalesce(sum(damaged), 0)::bigint as damaged from inventory.movement"
            " where kind = 'returned' and cause = any($1) group by cause, variant",
            causes);
    });
}

std::vector<BackTooOften> ReturnedGoodsService::back_too_often(
    const std::vector<platform::Uuid>& holders, const std::vector<platform::Uuid>& causes) {
    return database_.read([&](platform::Reader& reader) {
        return reader.all<BackTooOften>(
            "with of as (select * from unnest($1::uuid[], $2::uuid[]) as part (holder, cause)),"
            " moved as (select holder, variant, id, -allocated as out from inventory.movement"
            "   where kind in ('ship', 'unship') and holder in (select holder from of)"
            "  union all select of.holder, variant, id, -on_hand - coalesce(damaged, 0)"
            "   from inventory.movement join of using (cause) where kind = 'returned'),"
            " standing as (select holder, variant,"
            "   sum(out) over (partition by holder, variant order by id) as out from moved)"
            " select holder, variant, -min(out)::bigint as pieces from standing"
            " group by holder, variant having min(out) < 0 order by holder, variant",
            holders, causes);
    });
}

}  // namespace kontor::inventory
