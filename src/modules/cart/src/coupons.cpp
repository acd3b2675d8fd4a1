#include "contents.hpp"
#include "refusals.hpp"
#include "service.hpp"

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>

#include <algorithm>

namespace kontor::cart {

using platform::Reader;
using platform::Result;
using platform::Tx;

Result<Contents> Service::add_coupon(const CartId& id, const auth::Shopper& shopper,
                                     const std::string& code) {
    const auto add = [&](Tx& tx) -> Result<store::Basket> {
        auto basket = lock_active(tx, id, shopper);
        if (!basket) return basket;
        const auto kept = pricing_.coupon(code, {shopper.customer, ""});
        if (!kept) return kept.error();
        auto& coupons = basket->head.coupons;
        if (std::ranges::find(coupons, *kept) != coupons.end()) return basket;
        if (coupons.size() == most_coupons) return too_many_coupons(most_coupons);
        coupons.push_back(*kept);
        store::set_coupons(tx, id, coupons);
        store::raise_version(tx, id, clock_.now());
        ++basket->head.version;
        return basket;
    };
    const auto basket = database_.transact(add, without_wait);
    if (!basket) return basket.error();
    return priced(*basket, shopper);
}

Result<Contents> Service::remove_coupon(const CartId& id, const auth::Shopper& shopper,
                                        const std::string& code) {
    const auto typed = boost::trim_copy(code);
    const auto remove = [&](Tx& tx) -> Result<store::Basket> {
        auto basket = lock_active(tx, id, shopper);
        if (!basket) return basket;
        auto& coupons = basket->head.coupons;
        const auto is_it = [&](const std::string& kept) { return boost::iequals(kept, typed); };
        if (std::erase_if(coupons, is_it) == 0) return no_such_coupon();
        store::set_coupons(tx, id, coupons);
        store::raise_version(tx, id, clock_.now());
        ++basket->head.version;
        return basket;
    };
    const auto basket = database_.transact(remove, without_wait);
    if (!basket) return basket.error();
    return priced(*basket, shopper);
}

Result<Explanation> Service::explain(const CartId& id, const auth::Shopper& shopper) {
    const auto basket = database_.read([&](Reader& reader) { return find(reader, id, shopper); });
    if (!basket) return basket.error();
    const auto contents = contents_of(*basket);
    auto quote = pricing_.quote(request_of(contents, shopper), true);
    return Explanation{contents.id, contents.version, contents.currency, std::move(quote.steps),
                       quote.calculation.totals};
}

}  // namespace kontor::cart
