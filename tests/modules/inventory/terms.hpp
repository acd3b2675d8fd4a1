// What staff say of how far goods may be sold, and of goods by the line.
#pragma once

#include "staff.hpp"
#include "warehouse.hpp"

namespace kontor::inventory::test {

inline Line line(const VariantId& variant, std::int64_t quantity) {
    return {*Sku::accept(variant.text()), *Pieces::accept(quantity)};
}

inline TermsChange safety(std::int64_t pieces) {
    TermsChange change;
    change.safety = SafetyStock::accept(pieces);
    return change;
}

inline TermsChange backorderable(bool yes) {
    TermsChange change;
    change.backorderable = yes;
    return change;
}

inline TermsChange threshold(std::optional<std::int64_t> pieces) {
    TermsChange change;
    change.low_stock_threshold.emplace();
    if (pieces) change.low_stock_threshold->value = Counted::accept(*pieces);
    return change;
}

}  // namespace kontor::inventory::test
