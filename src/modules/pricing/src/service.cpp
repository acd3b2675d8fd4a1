// What goods cost.
#include "service.hpp"

#include <algorithm>
#include <map>

namespace kontor::pricing {

using catalog::VariantId;
using namespace platform;

namespace {

std::span<const Entry> of_variant(const std::vector<Entry>& entries, const VariantId& variant) {
    const auto range = std::ranges::equal_range(entries, variant, {}, &Entry::variant);
    return {range.begin(), range.end()};
}

ShownPrice shown_price(const AskedPrice& asked, const std::vector<const ListHead*>& lists,
                       std::span<const Entry> entries, Currency currency) {
    const auto* entry = best_entry(lists, entries, 1);
    ShownPrice shown;
    shown.price = entry ? std::optional(Money{entry->amount, currency}) : asked.base;
    shown.tiers = tiers_of(lists, entries, asked.base, currency);
    const auto& before = entry && asked.base ? asked.base : asked.compare_at;
    if (shown.price && before && shown.price->amount < before->amount) shown.compare_at = before;
    return shown;
}

}  // namespace

std::vector<Entry> Service::entries_of(const std::vector<const ListHead*>& lists,
                                       const std::vector<AskedPrice>& asked, Currency currency) {
    if (lists.empty() || asked.empty()) return {};
    std::vector<PriceListId> ids;
    for (const auto* list : lists) ids.push_back(list->id);
    std::vector<VariantId> variants;
    for (const auto& price : asked) variants.push_back(price.variant);
    return database_.read(
        [&](Reader& reader) { return store::entries(reader, ids, variants, currency); });
}

std::vector<std::optional<UnitPrice>> Service::unit_prices(const std::vector<AskedPrice>& asked,
                                                           Currency currency,
                                                           const Customer& customer) {
    const auto book = rules_.get();
    const auto now = clock_.now();
    const bool groups_matter = customer.id && book->has_group_lists(now);
    const auto lists = book->lists_for(
        groups_matter ? customers_.groups_of(*customer.id) : std::vector<customers::GroupId>{},
        now);
    const auto entries = entries_of(lists, asked, currency);

    std::vector<std::optional<UnitPrice>> prices;
    prices.reserve(asked.size());
    for (const auto& one : asked) {
        auto& price = prices.emplace_back();
        if (const auto* entry = best_entry(lists, of_variant(entries, one.variant), one.quantity))
            price = UnitPrice{{entry->amount, currency}, entry->list};
        else if (one.base)
            price = UnitPrice{*one.base, std::nullopt};
    }
    return prices;
}

std::vector<ShownPrice> Service::shown(const std::vector<AskedPrice>& asked, Currency currency) {
    const auto book = rules_.get();
    const auto lists = book->lists_for({}, clock_.now());
    const auto entries = entries_of(lists, asked, currency);
    std::vector<ShownPrice> shown;
    shown.reserve(asked.size());
    for (const auto& one : asked)
        shown.push_back(shown_price(one, lists, of_variant(entries, one.variant), currency));
    add_lowest(shown, asked, currency);
    return shown;
}

void Service::add_lowest(std::vector<ShownPrice>& shown, const std::vector<AskedPrice>& asked,
                         Currency currency) {
    std::vector<VariantId> reduced;
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (shown[i].compare_at) reduced.push_back(asked[i].variant);
    if (reduced.empty()) return;
    std::map<VariantId, std::int64_t> lowest;
    for (const auto& [variant, amount] : database_.read([&](Reader& reader) {
             return store::lowest_before_reduction(reader, reduced, currency);
         }))
        lowest[variant] = amount;
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (const auto found = lowest.find(asked[i].variant);
            shown[i].compare_at && found != lowest.end())
            shown[i].lowest_30_days = Money{found->second, currency};
}

}  // namespace kontor::pricing
