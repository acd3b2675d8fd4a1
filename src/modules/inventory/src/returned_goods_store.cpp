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

}  // namespace kontor::inventory
