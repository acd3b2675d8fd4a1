#pragma once

#include "catalog/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/uuid.hpp"

#include <cstdint>
#include <vector>

namespace kontor::inventory {

struct TakenBack {
    platform::Uuid cause;
    catalog::VariantId variant;
    std::int64_t resaleable = 0;
    std::int64_t damaged = 0;
};
BOOST_DESCRIBE_STRUCT(TakenBack, (), (cause, variant, resaleable, damaged))

// Pieces that a holder's goods were booked back beyond what had left the house for it.
struct BackTooOften {
    platform::Uuid holder;
    catalog::VariantId variant;
    std::int64_t pieces = 0;
};
BOOST_DESCRIBE_STRUCT(BackTooOften, (), (holder, variant, pieces))

// What movements tell of goods that came back, for checks. Thread-safe.
class ReturnedGoods {
public:
    virtual ~ReturnedGoods() = default;

    // What Inventory::take_back() booked for these causes, each variant once.
    virtual std::vector<TakenBack> taken_back(const std::vector<platform::Uuid>& causes) = 0;
    // At any moment, by shipments that were taken back and by the causes; causes[i] is of
    // holders[i].
    virtual std::vector<BackTooOften> back_too_often(const std::vector<platform::Uuid>& holders,
                                                     const std::vector<platform::Uuid>& causes) = 0;
};

}  // namespace kontor::inventory
