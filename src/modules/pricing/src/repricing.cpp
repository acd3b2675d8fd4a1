#include "repricing.hpp"

#include "pricing/events.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace kontor::pricing {

using catalog::VariantId;
using platform::Currency;
using platform::Money;
using store::Good;
using store::PublicPrice;

namespace {

constexpr std::size_t asked_at_a_time = 1000;

using Key = std::pair<VariantId, Currency>;

Key key_of(const Good& good) {
    return {good.variant, good.currency};
}

std::map<Key, PublicPrice> by_good(const std::vector<PublicPrice>& prices) {
    std::map<Key, PublicPrice> map;
    for (const auto& price : prices) map[{price.variant, price.currency}] = price;
    return map;
}

std::map<Key, std::int64_t> base_prices(catalog::Catalog& catalog, const std::vector<Good>& goods) {
    std::map<Currency, std::vector<VariantId>> wanted;
    for (const auto& good : goods) wanted[good.currency].push_back(good.variant);
    std::map<Key, std::int64_t> bases;
    for (const auto& [currency, variants] : wanted)
        for (std::size_t from = 0; from < variants.size(); from += asked_at_a_time) {
            const auto to = std::min(variants.size(), from + asked_at_a_time);
            for (const auto& sold :
                 catalog.sellable(std::vector(variants.begin() + static_cast<std::ptrdiff_t>(from),
                                              variants.begin() + static_cast<std::ptrdiff_t>(to)),
                                  currency))
                if (sold.price) bases[{sold.id, currency}] = sold.price->amount;
        }
    return bases;
}

// What a stranger pays for one piece, and whether that is less than the base price.
struct Effective {
    std::optional<std::int64_t> amount;
    bool reduced = false;
    friend bool operator==(const Effective&, const Effective&) = default;
};

Effective effective(const PublicPrice* listed, const std::optional<std::int64_t>& base) {
    if (!listed || !listed->amount) return {base, false};
    return {listed->amount, base && *listed->amount < *base};
}

template <class Value>
const Value* found_in(const std::map<Key, Value>& map, const Good& good) {
    const auto found = map.find(key_of(good));
    return found == map.end() ? nullptr : &found->second;
}

}  // namespace

Repricing::Repricing(platform::Tx& tx, const Backing& backing, std::vector<Good> goods)
    : tx_(tx), backing_(backing), goods_(std::move(goods)) {
    if (!goods_.empty()) before_ = store::public_prices(tx_, goods_);
}

void Repricing::announce(platform::Time at) {
    if (goods_.empty()) return;
    const auto before = by_good(before_);
    const auto after = by_good(store::public_prices(tx_, goods_));
    std::vector<Good> changed;
    std::ranges::copy_if(goods_, std::back_inserter(changed), [&](const Good& good) {
        const auto* was = found_in(before, good);
        const auto* is = found_in(after, good);
        return (was ? was->terms : "") != (is ? is->terms : "");
    });
    const auto bases = base_prices(backing_.catalog, changed);

    std::vector<store::PastPrice> past;
    std::set<catalog::ProductId> products;
    for (const auto& good : changed) {
        products.insert(good.product);
        const auto* base = found_in(bases, good);
        const auto of = [&](const PublicPrice* listed) {
            return effective(listed, base ? std::optional(*base) : std::nullopt);
        };
        const auto was = of(found_in(before, good));
        if (was.amount && was != of(found_in(after, good)))
            past.push_back({good, at, *was.amount, was.reduced});
    }
    store::insert_history(tx_, past);
    for (const auto& product : products) backing_.events.publish(tx_, ProductRepriced{product});
}

}  // namespace kontor::pricing
