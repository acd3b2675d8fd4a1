#include "price_lists.hpp"

#include "complaints.hpp"
#include "platform/audit/deed.hpp"
#include "pricing/events.hpp"
#include "repricing.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace kontor::pricing {

using catalog::ProductId;
using catalog::VariantId;
using store::Good;
using namespace platform;

namespace {

Error no_such_price_list() {
    return {ErrorKind::not_found, "pricing.no_such_price_list", "There is no such price list."};
}

Error no_such_entry() {
    return {ErrorKind::not_found, "pricing.no_such_entry",
            "The price list has no such price for this variant."};
}

PriceList list_of(const PriceListId& id, const PriceListBody& body, platform::Time created_at,
                  platform::Time updated_at) {
    return {id,
            body.name,
            body.kind.value_or(ListKind::list),
            body.customer_group,
            body.priority ? body.priority->value() : 0,
            body.active.value_or(true),
            body.starts_at,
            body.ends_at,
            created_at,
            updated_at};
}

bool is_in_force(const PriceList& list, platform::Time now) {
    return !list.customer_group && list.active && (!list.starts_at || *list.starts_at <= now) &&
           (!list.ends_at || now < *list.ends_at);
}

struct Entries {
    std::vector<ListedPrice> entries;
};
BOOST_DESCRIBE_STRUCT(Entries, (), (entries))

// For the audit log: what variants cost in the list before a change, and after it.
class PriceChange {
public:
    PriceChange(Tx& tx, const PriceListId& list, std::vector<VariantId> variants)
        : tx_(tx), list_(list), variants_(std::move(variants)) {
        if (audit::is_asked()) before_ = now();
    }
    void keep() const {
        if (audit::is_asked()) audit::changed(before_, now());
    }

private:
    Entries now() const { return {store::listed_prices(tx_, list_, variants_)}; }

    Tx& tx_;
    const PriceListId& list_;
    const std::vector<VariantId> variants_;
    Entries before_;
};

std::vector<VariantId> variants_of(const std::vector<ListedPrice>& prices) {
    std::vector<VariantId> variants;
    for (const auto& price : prices) variants.push_back(price.variant);
    return variants;
}

std::vector<Good> goods_of(const std::vector<ListedPrice>& prices) {
    std::vector<Good> goods;
    for (const auto& price : prices)
        goods.push_back({price.variant, price.price.currency, price.product});
    std::ranges::sort(goods);
    const auto [first, last] = std::ranges::unique(goods);
    goods.erase(first, last);
    return goods;
}

}  // namespace

Result<> PriceLists::check(const PriceListBody& body) const {
    Complaints complaints;
    complaints.check_period(body.starts_at, body.ends_at, "");
    if (body.customer_group)
        complaints.check_group(*body.customer_group, "/customer_group", backing_.customers);
    return complaints.result("pricing.bad_price_list");
}

Result<PriceList> PriceLists::create(const PriceListBody& body) const {
    if (auto checked = check(body); !checked) return checked.error();
    const auto now = backing_.clock.now();
    const auto list = list_of(PriceListId::make(), body, now, now);
    backing_.database.transact([&](Tx& tx) {
        store::insert(tx, list, is_in_force(list, now));
        backing_.events.publish(tx, RulesChanged{});
    });
    return list;
}

Result<PriceList> PriceLists::replace(const PriceListId& id, const PriceListBody& body,
                                      const Unchanged& unchanged) const {
    if (auto checked = check(body); !checked) return checked.error();
    return backing_.database.transact([&](Tx& tx) -> Result<PriceList> {
        store::lock_book(tx);
        const auto kept = store::kept_list(tx, id);
        if (!kept) return no_such_price_list();
        if (auto same = unchanged(kept->list); !same) return same.error();

        const auto now = backing_.clock.now();
        const auto list = list_of(id, body, kept->list.created_at, now);
        const bool in_force = is_in_force(list, now);
        const bool is_seen = kept->in_force || in_force;
        Repricing repricing(tx, backing_,
                            is_seen ? store::goods_of(tx, {id}) : std::vector<Good>{});
        store::update(tx, list, in_force);
        backing_.events.publish(tx, RulesChanged{});
        repricing.announce(now);
        audit::changed(kept->list, list);
        return list;
    });
}

Result<> PriceLists::remove(const PriceListId& id, const Unchanged& unchanged) const {
    return backing_.database.transact([&](Tx& tx) -> Result<> {
        store::lock_book(tx);
        const auto kept = store::kept_list(tx, id);
        if (!kept) return no_such_price_list();
        if (auto same = unchanged(kept->list); !same) return same.error();
        Repricing repricing(tx, backing_,
                            kept->in_force ? store::goods_of(tx, {id}) : std::vector<Good>{});
        store::remove(tx, id);
        backing_.events.publish(tx, RulesChanged{});
        repricing.announce(backing_.clock.now());
        audit::removed(kept->list);
        return {};
    });
}

Result<PriceList> PriceLists::find(const PriceListId& id) const {
    auto list =
        backing_.database.read([&](Reader& reader) { return store::price_list(reader, id); });
    if (!list) return no_such_price_list();
    return *std::move(list);
}

std::vector<PriceList> PriceLists::list(const std::optional<PriceListId>& after,
                                        std::size_t limit) const {
    return backing_.database.read(
        [&](Reader& reader) { return store::price_lists(reader, after, limit); });
}

Result<> PriceLists::put(const PriceListId& id, const std::vector<EntryBody>& entries) const {
    if (auto found = find(id); !found) return found.error();
    const auto prices = resolve(entries);
    if (!prices) return prices.error();
    return backing_.database.transact([&](Tx& tx) -> Result<> {
        store::lock_book(tx);
        const auto kept = store::kept_list(tx, id);
        if (!kept) return no_such_price_list();
        Repricing repricing(tx, backing_, kept->in_force ? goods_of(*prices) : std::vector<Good>{});
        const PriceChange change(tx, id, variants_of(*prices));
        store::put(tx, id, *prices);
        if (!kept->has_entries) backing_.events.publish(tx, RulesChanged{});
        repricing.announce(backing_.clock.now());
        change.keep();
        return {};
    });
}

Result<> PriceLists::remove(const PriceListId& id, const VariantId& variant,
                            const std::optional<Currency>& currency,
                            const std::optional<std::int64_t>& min_quantity) const {
    return backing_.database.transact([&](Tx& tx) -> Result<> {
        store::lock_book(tx);
        const auto kept = store::kept_list(tx, id);
        if (!kept) return no_such_price_list();
        Repricing repricing(
            tx, backing_, kept->in_force ? store::goods_of(tx, id, variant) : std::vector<Good>{});
        const PriceChange change(tx, id, {variant});
        if (store::remove(tx, id, variant, currency, min_quantity) == 0) return no_such_entry();
        repricing.announce(backing_.clock.now());
        change.keep();
        return {};
    });
}

Result<std::vector<ListedPrice>> PriceLists::prices(const PriceListId& id,
                                                    const std::optional<ListedPlace>& after,
                                                    std::size_t limit) const {
    if (auto found = find(id); !found) return found.error();
    return backing_.database.read(
        [&](Reader& reader) { return store::listed_prices(reader, id, after, limit); });
}

}  // namespace kontor::pricing
