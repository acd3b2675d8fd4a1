#include "tax_zone_store.hpp"

#include "platform/db/column_of.hpp"

#include <algorithm>

namespace kontor::pricing::store {

using namespace platform;

namespace {

struct ZoneRow {
    TaxZoneId id;
    std::string name;
    bool home = false;
    bool exempts_vat_id = false;
    std::vector<std::string> countries;
    std::vector<std::string> regions;
    Time created_at;
    Time updated_at;
};
BOOST_DESCRIBE_STRUCT(ZoneRow, (),
                      (id, name, home, exempts_vat_id, countries, regions, created_at, updated_at))

struct RateRow {
    TaxZoneId zone;
    TaxRule rule;
};
BOOST_DESCRIBE_STRUCT(RateRow, (), (zone, rule))

TaxZone to_zone(const ZoneRow& row) {
    TaxZone zone{row.id, row.name, row.home,       row.exempts_vat_id,
                 {},     {},       row.created_at, row.updated_at};
    for (std::size_t i = 0; i < row.countries.size(); ++i)
        zone.areas.push_back({row.countries[i], row.regions[i].empty()
                                                    ? std::nullopt
                                                    : std::optional(row.regions[i])});
    return zone;
}

void replace_members(Tx& tx, const TaxZone& zone) {
    tx.defer("delete from pricing.tax_area where zone = $1", zone.id);
    tx.defer(
        "insert into pricing.tax_area (zone, country, region)"
        " select $1::uuid, * from unnest($2::text[], $3::text[])",
        zone.id, ColumnOf(zone.areas, &Area::country),
        ColumnOf(zone.areas, [](const Area& area) { return area.region.value_or(""); }));
    tx.defer("delete from pricing.tax_rate where zone = $1", zone.id);
    tx.defer(
        "insert into pricing.tax_rate (zone, id, name, tax_class, rate_ppm, compound, position)"
        " select $1::uuid, * from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[],"
        "  $6::boolean[]) with ordinality",
        zone.id, ColumnOf(zone.rates, &TaxRule::id), ColumnOf(zone.rates, &TaxRule::name),
        ColumnOf(zone.rates, &TaxRule::tax_class), ColumnOf(zone.rates, &TaxRule::rate_ppm),
        ColumnOf(zone.rates, &TaxRule::compound));
}

}  // namespace

std::vector<TaxZone> tax_zones(Reader& reader) {
    std::vector<TaxZone> zones;
    for (const auto& row :
         reader.all<ZoneRow>("select id, name, home, exempts_vat_id,"
                             " array(select country from pricing.tax_area where zone = z.id"
                             "  order by country, region) as countries,"
                             " array(select region from pricing.tax_area where zone = z.id"
                             "  order by country, region) as regions, created_at, updated_at"
                             " from pricing.tax_zone z order by home desc, name, id"))
        zones.push_back(to_zone(row));
    for (auto& row : reader.all<RateRow>(
             "select zone, id as rule_id, name as rule_name, tax_class as rule_tax_class,"
             " rate_ppm as rule_rate_ppm, compound as rule_compound from pricing.tax_rate"
             " order by zone, position")) {
        const auto zone = std::ranges::find(zones, row.zone, &TaxZone::id);
        if (zone != zones.end()) zone->rates.push_back(std::move(row.rule));
    }
    return zones;
}

void insert(Tx& tx, const TaxZone& zone) {
    tx.defer(
        "insert into pricing.tax_zone (id, name, home, exempts_vat_id, created_at, updated_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        zone.id, zone.name, zone.home, zone.exempts_vat_id, zone.created_at, zone.updated_at);
    replace_members(tx, zone);
}

void update(Tx& tx, const TaxZone& zone) {
    tx.defer(
        "update pricing.tax_zone set name = $2, home = $3, exempts_vat_id = $4, updated_at = $5"
        " where id = $1",
        zone.id, zone.name, zone.home, zone.exempts_vat_id, zone.updated_at);
    replace_members(tx, zone);
}

void leave_home(Tx& tx) {
    tx.defer("update pricing.tax_zone set home = false where home");
}

void remove(Tx& tx, const TaxZoneId& id) {
    tx.defer("delete from pricing.tax_zone where id = $1", id);
}

}  // namespace kontor::pricing::store
