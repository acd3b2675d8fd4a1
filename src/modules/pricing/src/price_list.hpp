// What staff write and see of price lists.
#pragma once

#include "platform/core/constrained.hpp"
#include "pricing/ids.hpp"
#include "rule_book.hpp"

namespace kontor::pricing {

using Priority = platform::Whole<-1'000'000, 1'000'000>;

struct PriceListBody {
    platform::Text<1, 200> name;
    std::optional<ListKind> kind;  // default: list
    std::optional<customers::GroupId> customer_group;
    std::optional<Priority> priority;  // default: 0
    std::optional<bool> active;        // default: true
    std::optional<platform::Time> starts_at;
    std::optional<platform::Time> ends_at;
};
BOOST_DESCRIBE_STRUCT(PriceListBody, (),
                      (name, kind, customer_group, priority, active, starts_at, ends_at))

struct PriceList {
    PriceListId id;
    std::string name;
    ListKind kind = ListKind::list;
    std::optional<customers::GroupId> customer_group;
    std::int64_t priority = 0;
    bool active = true;
    std::optional<platform::Time> starts_at;
    std::optional<platform::Time> ends_at;
    platform::Time created_at;
    platform::Time updated_at;
};
BOOST_DESCRIBE_STRUCT(PriceList, (),
                      (id, name, kind, customer_group, priority, active, starts_at, ends_at,
                       created_at, updated_at))

struct EntryBody {
    std::optional<platform::Text<1, 64>> sku;
    std::optional<catalog::VariantId> variant_id;
    std::optional<platform::Whole<1, largest_quantity>> min_quantity;  // default: 1
    platform::Money price;
};
BOOST_DESCRIBE_STRUCT(EntryBody, (), (sku, variant_id, min_quantity, price))

// What a variant costs in a list from so many pieces on.
struct ListedPrice {
    catalog::VariantId variant;
    catalog::ProductId product;
    std::int64_t min_quantity = 1;
    platform::Money price;
};
BOOST_DESCRIBE_STRUCT(ListedPrice, (), (variant, product, min_quantity, price))

// Where a page of them went to.
struct ListedPlace {
    catalog::VariantId variant;
    std::string currency;
    std::int64_t min_quantity = 0;
};

}  // namespace kontor::pricing
