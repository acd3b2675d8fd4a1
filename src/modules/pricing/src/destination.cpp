#include "destination.hpp"

#include "codes.hpp"
#include "pricing/vat_id.hpp"

#include <algorithm>

namespace kontor::pricing {

namespace {

bool names(const TaxZone& zone, const Area& area) {
    return std::ranges::find(zone.areas, area) != zone.areas.end();
}

bool names_country(const TaxZone& zone, const std::string& country) {
    return std::ranges::find(zone.areas, country, &Area::country) != zone.areas.end();
}

const TaxZone* zone_of(const RuleBook& book, const Area& area) {
    const auto found =
        std::ranges::find_if(book.zones, [&](const TaxZone& zone) { return names(zone, area); });
    return found == book.zones.end() ? nullptr : &*found;
}

// A region may be written with its country, as ISO 3166-2 does: US-CA.
std::string region_of(const Destination& to) {
    auto region = to.region ? normalised(*to.region) : "";
    if (region.starts_with(*to.country + "-")) region.erase(0, to.country->size() + 1);
    return region;
}

const TaxZone* zone_of(const RuleBook& book, const Destination& to) {
    if (const auto region = region_of(to); !region.empty())
        if (const auto* zone = zone_of(book, Area{*to.country, region})) return zone;
    return zone_of(book, Area{*to.country, {}});
}

bool is_exempt(const TaxZone& zone, const TaxZone& home, const Destination& to) {
    if (!zone.exempts_vat_id || !to.vat_id) return false;
    const auto id = VatId::accept(*to.vat_id);
    return id && country_of(*id) == *to.country && !names_country(home, *to.country);
}

}  // namespace

Taxation taxation_of(const RuleBook& book, const Config& config, const Destination& to) {
    Taxation taxation{config.prices_include_tax, config.tax_rounding, {}, {}, false};
    const auto home = std::ranges::find(book.zones, true, &TaxZone::home);
    if (home == book.zones.end()) {
        taxation.home = {{{}, config.tax_name, standard_tax_class, config.tax_rate_ppm, false}};
        taxation.destination = taxation.home;
        return taxation;
    }
    taxation.home = home->rates;
    const auto* zone = to.country ? zone_of(book, to) : &*home;
    if (!zone) return taxation;
    taxation.destination = zone->rates;
    taxation.exempt = to.country && is_exempt(*zone, *home, to);
    return taxation;
}

}  // namespace kontor::pricing
