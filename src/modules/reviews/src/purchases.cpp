#include "purchases.hpp"

#include "platform/db/column_of.hpp"

namespace kontor::reviews {

using platform::ColumnOf;

void BoughtItems::note(const orders::OrderPlaced& fact) {
    if (!fact.customer) return;
    for (const auto& ordered : fact.items) {
        auto& item = items_[ordered.item];
        item.customer = fact.customer;
        item.product = ordered.product;
    }
}

void BoughtItems::note(const shipping::ShipmentDelivered& fact) {
    for (const auto& shipped : fact.items) items_[shipped.item].delivered = true;
}

// Facts about one item may come in any order: the parcel's are of another key than the order's.
std::vector<store::Purchase> BoughtItems::keep(platform::Tx& tx) const {
    if (items_.empty()) return {};
    using Known = decltype(items_)::value_type;
    const ColumnOf ids(items_, &Known::first);
    tx.defer(
        "insert into reviews.bought_item as b (item, customer, product, delivered)"
        " select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[])"
        " on conflict (item) do update set customer = coalesce(excluded.customer, b.customer),"
        "   product = coalesce(excluded.product, b.product),"
        "   delivered = excluded.delivered or b.delivered",
        ids, ColumnOf(items_, &Known::second, &Item::customer),
        ColumnOf(items_, &Known::second, &Item::product),
        ColumnOf(items_, &Known::second, &Item::delivered));
    return tx.all<store::Purchase>(
        "insert into reviews.purchase (customer, product)"
        " select distinct customer, product from reviews.bought_item"
        " where item = any($1) and delivered and customer is not null and product is not null"
        " on conflict do nothing returning customer, product",
        ids);
}

}  // namespace kontor::reviews
