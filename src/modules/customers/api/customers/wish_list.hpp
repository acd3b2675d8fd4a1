#pragma once

#include "auth/ids.hpp"
#include "catalog/ids.hpp"
#include "platform/core/id.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

namespace kontor::customers {

using WishId = platform::Id<"wish">;

struct Wish {
    WishId id;
    catalog::ProductId product;
    std::optional<catalog::VariantId> variant;  // none: the product, whichever variant
    platform::Time added_at;
};
BOOST_DESCRIBE_STRUCT(Wish, (), (id, product, variant, added_at))

struct WishFilter {
    std::optional<WishId> after{};  // newest first; the last wish of the page before
    std::size_t limit = 20;
};

// What customers have in mind to buy. Knows nothing of the goods but their ids. Thread-safe.
class WishList {
public:
    static constexpr std::int64_t most_wishes = 200;

    virtual ~WishList() = default;

    virtual std::vector<Wish> wishes(const auth::UserId& customer, const WishFilter& filter) = 0;
    // Again: the wish that there is. Refuses customers.too_many_wishes (conflict).
    virtual platform::Result<Wish> add(const auth::UserId& customer,
                                       const catalog::ProductId& product,
                                       const std::optional<catalog::VariantId>& variant) = 0;
    // Refuses customers.no_such_wish (not_found), also for somebody else's.
    virtual platform::Result<> remove(const auth::UserId& customer, const WishId& id) = 0;
};

}  // namespace kontor::customers
