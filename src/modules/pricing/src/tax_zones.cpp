#include "tax_zones.hpp"

#include "codes.hpp"
#include "complaints.hpp"
#include "platform/audit/deed.hpp"
#include "price_list_store.hpp"
#include "pricing/events.hpp"

#include <algorithm>
#include <map>

namespace kontor::pricing {

using namespace platform;

namespace {

constexpr std::size_t most_areas = 1000;
constexpr std::size_t most_rates = 100;

Error no_such_tax_zone() {
    return {ErrorKind::not_found, "pricing.no_such_tax_zone", "There is no such tax zone."};
}

Error home_zone_needed() {
    return {ErrorKind::conflict, "pricing.home_zone_needed",
            "Prices contain, or are sold with, the tax of the home zone: make another zone home "
            "first."};
}

// US-CA, as ISO 3166-2 writes it, is kept as CA.
Area area_of(const AreaBody& body) {
    Area area{body.country, std::nullopt};
    if (!body.region) return area;
    area.region = normalised(body.region->value());
    if (area.region->starts_with(area.country + "-"))
        area.region->erase(0, area.country.size() + 1);
    return area;
}

// A rate that stays as it is keeps its id.
std::vector<TaxRule> rates_of(const std::vector<RateBody>& bodies, std::vector<TaxRule> before) {
    std::vector<TaxRule> rates;
    for (const auto& body : bodies) {
        TaxRule rate{{},
                     body.name,
                     body.tax_class ? body.tax_class->value() : standard_tax_class,
                     body.rate_ppm,
                     body.compound.value_or(false)};
        const auto same = std::ranges::find_if(before, [&](TaxRule kept) {
            kept.id = rate.id;
            return kept == rate;
        });
        rate.id = same == before.end() ? TaxRateId::make() : same->id;
        if (same != before.end()) before.erase(same);
        rates.push_back(std::move(rate));
    }
    return rates;
}

TaxZone zone_of(const TaxZoneBody& body, const TaxZone& before, platform::Time now) {
    TaxZone zone{before.id,
                 body.name,
                 body.home.value_or(before.home),
                 body.exempts_vat_id.value_or(false),
                 {},
                 rates_of(body.rates, before.rates),
                 before.created_at,
                 now};
    for (const auto& area : body.areas) zone.areas.push_back(area_of(area));
    std::ranges::sort(zone.areas);
    return zone;
}

void check_areas(const TaxZoneBody& body, const TaxZoneId& id, const std::vector<TaxZone>& zones,
                 Complaints& complaints) {
    std::map<Area, std::string> taken;
    for (const auto& zone : zones)
        if (zone.id != id)
            for (const auto& area : zone.areas) taken[area] = "\"" + zone.name + "\"";
    for (std::size_t i = 0; i < body.areas.size(); ++i) {
        const auto area = area_of(body.areas[i]);
        const auto at = "/areas/" + std::to_string(i);
        if (area.region && area.region->empty())
            complaints.add(at + "/region", "length", "must name a region");
        const auto [found, is_new] = taken.try_emplace(area, "this zone");
        complaints.unless(is_new, at, "taken", "belongs to " + found->second + " already");
    }
    complaints.unless(body.areas.size() <= most_areas, "/areas", "length",
                      "must be at most " + std::to_string(most_areas));
}

void check_rates(const TaxZoneBody& body, Complaints& complaints) {
    complaints.unless(body.rates.size() <= most_rates, "/rates", "length",
                      "must be at most " + std::to_string(most_rates));
    std::map<std::string, std::size_t> rates, compound;
    for (std::size_t i = 0; i < std::min(body.rates.size(), most_rates); ++i) {
        const auto& rate = body.rates[i];
        const std::string tax_class = rate.tax_class ? rate.tax_class->value() : standard_tax_class;
        const auto at = "/rates/" + std::to_string(i);
        complaints.unless(++rates[tax_class] <= most_tax_rules_of_class, at, "too_many",
                          "must be one of at most " + std::to_string(most_tax_rules_of_class) +
                              " rates of its tax class");
        if (rate.compound.value_or(false))
            complaints.unless(
                ++compound[tax_class] <= most_compound_tax_rules_of_class, at, "too_many",
                "must be one of at most " + std::to_string(most_compound_tax_rules_of_class) +
                    " compound rates of its tax class");
    }
}

Result<> check(const TaxZoneBody& body, const TaxZoneId& id, const std::vector<TaxZone>& zones) {
    Complaints complaints;
    check_areas(body, id, zones, complaints);
    check_rates(body, complaints);
    return complaints.result("pricing.bad_tax_zone");
}

}  // namespace

Result<TaxZone> TaxZones::create(const TaxZoneBody& body) const {
    return backing_.database.transact([&](Tx& tx) -> Result<TaxZone> {
        store::lock_book(tx);
        const auto zones = store::tax_zones(tx);
        const auto now = backing_.clock.now();
        TaxZone blank;
        blank.id = TaxZoneId::make();
        blank.created_at = now;
        if (auto checked = check(body, blank.id, zones); !checked) return checked.error();
        auto zone = zone_of(body, blank, now);
        zone.home = zone.home || zones.empty();
        if (zone.home) store::leave_home(tx);
        store::insert(tx, zone);
        backing_.events.publish(tx, RulesChanged{});
        return zone;
    });
}

Result<TaxZone> TaxZones::replace(const TaxZoneId& id, const TaxZoneBody& body,
                                  const Unchanged& unchanged) const {
    return backing_.database.transact([&](Tx& tx) -> Result<TaxZone> {
        store::lock_book(tx);
        const auto zones = store::tax_zones(tx);
        const auto before = std::ranges::find(zones, id, &TaxZone::id);
        if (before == zones.end()) return no_such_tax_zone();
        if (auto same = unchanged(*before); !same) return same.error();
        if (auto checked = check(body, id, zones); !checked) return checked.error();
        auto zone = zone_of(body, *before, backing_.clock.now());
        if (before->home && !zone.home) return home_zone_needed();
        if (zone.home) store::leave_home(tx);
        store::update(tx, zone);
        backing_.events.publish(tx, RulesChanged{});
        audit::changed(*before, zone);
        return zone;
    });
}

Result<> TaxZones::remove(const TaxZoneId& id, const Unchanged& unchanged) const {
    return backing_.database.transact([&](Tx& tx) -> Result<> {
        store::lock_book(tx);
        const auto zones = store::tax_zones(tx);
        const auto zone = std::ranges::find(zones, id, &TaxZone::id);
        if (zone == zones.end()) return no_such_tax_zone();
        if (auto same = unchanged(*zone); !same) return same.error();
        if (zone->home && zones.size() > 1) return home_zone_needed();
        store::remove(tx, id);
        backing_.events.publish(tx, RulesChanged{});
        audit::removed(*zone);
        return {};
    });
}

Result<TaxZone> TaxZones::find(const TaxZoneId& id) const {
    const auto zones = list();
    const auto zone = std::ranges::find(zones, id, &TaxZone::id);
    if (zone == zones.end()) return no_such_tax_zone();
    return *zone;
}

std::vector<TaxZone> TaxZones::list() const {
    return backing_.database.read([](Reader& reader) { return store::tax_zones(reader); });
}

}  // namespace kontor::pricing
