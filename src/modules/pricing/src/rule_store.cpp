#include "rule_store.hpp"

#include "platform/db/json_column.hpp"

#include <algorithm>

namespace kontor::pricing::store {

using platform::JsonColumn;
using platform::Reader;

namespace {

struct PromotionRow {
    PromotionId id;
    std::string name;
    bool active = true;
    bool automatic = true;
    std::int64_t priority = 0;
    bool exclusive = false;
    bool stackable = true;
    JsonColumn<Benefit> benefit;
    JsonColumn<Conditions> conditions;
    std::optional<std::int64_t> limit_total;
    std::optional<std::int64_t> limit_per_customer;
};
BOOST_DESCRIBE_STRUCT(PromotionRow, (),
                      (id, name, active, automatic, priority, exclusive, stackable, benefit,
                       conditions, limit_total, limit_per_customer))

struct ZoneRow {
    TaxZoneId id;
    bool home = false;
    bool exempts_vat_id = false;
    std::vector<std::string> countries;
    std::vector<std::string> regions;
};
BOOST_DESCRIBE_STRUCT(ZoneRow, (), (id, home, exempts_vat_id, countries, regions))

struct RateRow {
    TaxZoneId zone;
    TaxRateId id;
    std::string name;
    std::string tax_class;
    platform::RatePpm rate_ppm = 0;
    bool compound = false;
};
BOOST_DESCRIBE_STRUCT(RateRow, (), (zone, id, name, tax_class, rate_ppm, compound))

std::vector<ListHead> lists(Reader& reader) {
    return reader.all<ListHead>(
        "select id, kind, customer_group, priority, active, starts_at, ends_at,"
        " exists (select from pricing.price_list_entry where price_list = l.id) as has_entries"
        " from pricing.price_list l order by id");
}

PromotionRule rule_of(PromotionRow row) {
    return {{row.id,
             std::move(row.name),
             row.priority,
             row.exclusive,
             row.stackable,
             std::move(row.benefit.value),
             std::move(row.conditions.value),
             {}},
            row.active,
            row.automatic,
            row.limit_total,
            row.limit_per_customer};
}

std::vector<PromotionRule> promotions(Reader& reader) {
    std::vector<PromotionRule> rules;
    for (auto& row : reader.all<PromotionRow>(
             "select id, name, active, automatic, priority, exclusive, stackable, benefit,"
             " conditions, limit_total, limit_per_customer from pricing.promotion"
             " order by priority, id"))
        rules.push_back(rule_of(std::move(row)));
    return rules;
}

std::vector<ZoneRules> zones(Reader& reader) {
    std::vector<ZoneRules> zones;
    for (const auto& row : reader.all<ZoneRow>(
             "select id, home, exempts_vat_id,"
             " array(select country from pricing.tax_area where zone = z.id"
             "  order by country, region) as countries,"
             " array(select region from pricing.tax_area where zone = z.id"
             "  order by country, region) as regions from pricing.tax_zone z order by id")) {
        auto& zone = zones.emplace_back(ZoneRules{row.id, row.home, row.exempts_vat_id, {}, {}});
        for (std::size_t index = 0; index < row.countries.size(); ++index)
            zone.areas.push_back({row.countries[index], row.regions[index]});
    }
    for (auto& row : reader.all<RateRow>(
             "select zone, id, name, tax_class, rate_ppm, compound from pricing.tax_rate"
             " order by zone, position")) {
        const auto zone = std::ranges::find(zones, row.zone, &ZoneRules::id);
        if (zone != zones.end())
            zone->rates.push_back({row.id, std::move(row.name), std::move(row.tax_class),
                                   row.rate_ppm, row.compound});
    }
    return zones;
}

}  // namespace

std::string secret(Reader& reader) {
    return reader.one<std::string>("select value from pricing.secret").value();
}

RuleBook rule_book(Reader& reader) {
    return {lists(reader), promotions(reader), zones(reader), secret(reader)};
}

}  // namespace kontor::pricing::store
