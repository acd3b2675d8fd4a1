#include "zone_store.hpp"

#include "platform/db/column_of.hpp"

#include <algorithm>

namespace kontor::shipping {

using platform::ColumnOf;
using platform::Reader;
using platform::Tx;

std::vector<Tariff> tariffs_of(const std::vector<Zone>& zones) {
    std::vector<Tariff> tariffs;
    for (const auto& zone : zones) {
        std::vector<Area> areas;
        for (const auto& area : zone.areas)
            areas.push_back({area.country, area.region ? area.region->value() : "",
                             area.postal_code_prefix ? area.postal_code_prefix->value() : ""});
        for (const auto& method : zone.methods)
            for (const auto& rates : method.rates) {
                Tariff tariff{method.id,       method.name,     areas,
                              zone.everywhere, method.basis,    rates.currency,
                              method.min_days, method.max_days, {}};
                for (const auto& step : rates.steps) {
                    auto& kept = tariff.steps.emplace_back();
                    kept.from_value = step.from;
                    if (step.price.value) kept.price = step.price.value->value();
                }
                if (rates.free_from) tariff.free_from = rates.free_from->value();
                tariff.kind = method.kind;
                tariff.carrier = method.carrier;
                tariff.service = method.service;
                tariff.location = method.location;
                tariffs.push_back(std::move(tariff));
            }
    }
    return tariffs;
}

namespace store {

namespace {

struct ZoneRow {
    std::string id;
    std::string name;
    bool everywhere = false;
    std::vector<std::string> countries;
    std::vector<std::string> regions;
    std::vector<std::string> prefixes;
};
BOOST_DESCRIBE_STRUCT(ZoneRow, (), (id, name, everywhere, countries, regions, prefixes))

struct TariffRow {
    std::string zone;
    std::string id;
    std::string name;
    OptionKind kind{};
    Basis basis{};
    std::int64_t min_days = 0;
    std::int64_t max_days = 0;
    std::optional<std::string> location;
    std::optional<std::string> carrier;
    std::optional<std::string> service;
    platform::Currency currency;
    std::optional<Number> free_from;
    std::vector<Number> from;
    std::vector<std::optional<Number>> prices;
};
BOOST_DESCRIBE_STRUCT(TariffRow, (),
                      (zone, id, name, kind, basis, min_days, max_days, location, carrier, service,
                       currency, free_from, from, prices))

template <class T>
std::optional<T> some(const std::string& text) {
    return text.empty() ? std::nullopt : T::accept(text);
}

Zone to_zone(const ZoneRow& row) {
    Zone zone{row.id, row.name, row.everywhere, {}, {}};
    for (std::size_t index = 0; index < row.countries.size(); ++index)
        zone.areas.push_back({platform::CountryCode::accept(row.countries[index]).value(),
                              some<platform::Text<1, 100>>(row.regions[index]),
                              some<platform::Text<1, 20>>(row.prefixes[index])});
    return zone;
}

MethodRates to_rates(const TariffRow& row) {
    MethodRates rates{row.currency, row.free_from, {}};
    for (std::size_t index = 0; index < row.from.size(); ++index)
        rates.steps.push_back({row.from[index], {row.prices[index]}});
    return rates;
}

void add(std::vector<Zone>& zones, const TariffRow& row) {
    auto& methods = std::ranges::find(zones, row.zone, &Zone::id)->methods;
    if (methods.empty() || methods.back().id != row.id)
        methods.push_back({row.id,
                           row.name,
                           row.kind,
                           row.basis,
                           row.min_days,
                           row.max_days,
                           row.location,
                           row.carrier,
                           row.service,
                           {}});
    methods.back().rates.push_back(to_rates(row));
}

}  // namespace

std::vector<Zone> zones(Reader& reader) {
    std::vector<Zone> zones;
    for (const auto& row : reader.all<ZoneRow>(
             "select id, name, everywhere, array(select country from shipping.zone_area a"
             "  where a.zone = z.id order by country, region, postal_prefix) as countries,"
             " array(select region from shipping.zone_area a where a.zone = z.id"
             "  order by country, region, postal_prefix) as regions,"
             " array(select postal_prefix from shipping.zone_area a where a.zone = z.id"
             "  order by country, region, postal_prefix) as prefixes"
             " from shipping.zone z order by id"))
        zones.push_back(to_zone(row));
    for (const auto& row : reader.all<TariffRow>(
             "select m.zone, m.id, m.name, m.kind, m.basis, m.min_days, m.max_days, m.location,"
             " m.carrier, m.service, t.currency, t.free_from, array(select from_value"
             "  from shipping.rate r where (r.zone, r.method, r.currency) ="
             "   (t.zone, t.method, t.currency) order by from_value) as \"from\","
             " array(select price from shipping.rate r where (r.zone, r.method, r.currency) ="
             "   (t.zone, t.method, t.currency) order by from_value) as prices"
             " from shipping.method m join shipping.tariff t on t.zone = m.zone"
             "  and t.method = m.id where m.zone = any($1) order by m.zone, m.id, t.currency",
             ColumnOf(zones, &Zone::id)))
        add(zones, row);
    return zones;
}

void lock_zones(Tx& tx) {
    tx.defer("lock table shipping.zone in share row exclusive mode");
}

void put(Tx& tx, const Zone& zone) {
    tx.defer(
        "insert into shipping.zone (id, name, everywhere) values ($1, $2, $3)"
        " on conflict (id) do update set name = excluded.name, everywhere = excluded.everywhere",
        zone.id, zone.name, zone.everywhere);
    tx.defer("delete from shipping.zone_area where zone = $1", zone.id);
    tx.defer(
        "insert into shipping.zone_area (zone, country, region, postal_prefix)"
        " select $1, * from unnest($2::text[], $3::text[], $4::text[])",
        zone.id, ColumnOf(zone.areas, &AreaView::country),
        ColumnOf(zone.areas,
                 [](const AreaView& area) { return area.region ? area.region->value() : ""; }),
        ColumnOf(zone.areas, [](const AreaView& area) {
            return area.postal_code_prefix ? area.postal_code_prefix->value() : "";
        }));
}

void put(Tx& tx, const std::string& zone, const ShippingMethod& method) {
    tx.defer("delete from shipping.method where zone = $1 and id = $2", zone, method.id);
    tx.defer(
        "insert into shipping.method (zone, id, name, kind, basis, min_days, max_days, location,"
        " carrier, service) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        zone, method.id, method.name, method.kind, method.basis, method.min_days, method.max_days,
        method.location, method.carrier, method.service);
    for (const auto& rates : method.rates) {
        tx.defer(
            "insert into shipping.tariff (zone, method, currency, free_from)"
            " values ($1, $2, $3, $4)",
            zone, method.id, rates.currency, rates.free_from);
        tx.defer(
            "insert into shipping.rate (zone, method, currency, from_value, price)"
            " select $1, $2, $3, * from unnest($4::bigint[], $5::bigint[])",
            zone, method.id, rates.currency, ColumnOf(rates.steps, &RateStep::from),
            ColumnOf(rates.steps, [](const RateStep& step) { return step.price.value; }));
    }
}

bool remove_zone(Tx& tx, const std::string& zone) {
    return tx.run("delete from shipping.zone where id = $1", zone) == 1;
}

bool remove_method(Tx& tx, const std::string& zone, const std::string& method) {
    return tx.run("delete from shipping.method where zone = $1 and id = $2", zone, method) == 1;
}

}  // namespace store

}  // namespace kontor::shipping
