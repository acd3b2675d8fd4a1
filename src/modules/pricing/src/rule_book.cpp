#include "rule_book.hpp"

#include <algorithm>
#include <tuple>

namespace kontor::pricing {

bool holds(const ListHead& list, platform::Time now) {
    return list.active && (!list.starts_at || *list.starts_at <= now) &&
           (!list.ends_at || now < *list.ends_at);
}

const PromotionRule* RuleBook::promotion(const PromotionId& id) const {
    const auto found = std::ranges::find(
        promotions, id, [](const PromotionRule& rule) { return rule.promotion.id; });
    return found == promotions.end() ? nullptr : &*found;
}

std::vector<const ListHead*> RuleBook::lists_for(const std::vector<customers::GroupId>& groups,
                                                 platform::Time now) const {
    std::vector<const ListHead*> found;
    for (const auto& list : lists) {
        const bool is_meant =
            !list.customer_group || std::ranges::find(groups, *list.customer_group) != groups.end();
        if (list.has_entries && is_meant && holds(list, now)) found.push_back(&list);
    }
    std::ranges::sort(found, {}, [](const ListHead* list) {
        return std::tuple(!list->customer_group, list->priority, list->id);
    });
    return found;
}

bool RuleBook::has_group_lists(platform::Time now) const {
    return std::ranges::any_of(lists, [&](const ListHead& list) {
        return list.customer_group && list.has_entries && holds(list, now);
    });
}

}  // namespace kontor::pricing
