#include "rule_store.hpp"

#include "rule_columns.hpp"
#include "tax_zone_store.hpp"

namespace kontor::pricing::store {

using platform::Reader;

namespace {

std::vector<ListHead> lists(Reader& reader) {
    return reader.all<ListHead>(
        "select id, kind, customer_group, priority, active, starts_at, ends_at,"
        " exists (select from pricing.price_list_entry where price_list = l.id) as has_entries"
        " from pricing.price_list l order by id");
}

std::vector<PromotionRule> promotions(Reader& reader) {
    return reader.all<PromotionRule>(
        "select id as promotion_id, name as promotion_name, priority as promotion_priority,"
        " exclusive as promotion_exclusive, stackable as promotion_stackable,"
        " benefit as promotion_benefit, conditions as promotion_conditions,"
        " null as promotion_code, active, automatic, limit_total, limit_per_customer"
        " from pricing.promotion order by priority, id");
}

}  // namespace

std::string secret(Reader& reader) {
    return reader.one<std::string>("select value from pricing.secret").value();
}

RuleBook rule_book(Reader& reader) {
    return {lists(reader), promotions(reader), tax_zones(reader), secret(reader)};
}

}  // namespace kontor::pricing::store
