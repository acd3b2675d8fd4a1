#include "views.hpp"

namespace kontor::cart {

CartView view_of(Contents contents) {
    CartView view{contents.id,
                  contents.status,
                  contents.version,
                  contents.currency,
                  {},
                  std::move(contents.coupons),
                  contents.totals,
                  std::move(contents.discounts),
                  std::move(contents.taxes),
                  std::move(contents.warnings),
                  std::move(contents.saved),
                  {},
                  {}};
    if (!contents.adjustments.empty()) view.adjustments = std::move(contents.adjustments);
    view.items.reserve(contents.items.size());
    for (auto& item : contents.items)
        view.items.push_back({item.id, item.variant_id, std::move(item.sku), std::move(item.title),
                              item.quantity, item.unit_price, item.subtotal, item.discount,
                              item.tax, item.total});
    return view;
}

}  // namespace kontor::cart
