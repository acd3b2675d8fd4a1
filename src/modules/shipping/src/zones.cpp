#include "zones.hpp"

#include "carrier.hpp"
#include "platform/audit/deed.hpp"
#include "texts.hpp"
#include "zone_store.hpp"

#include <algorithm>
#include <set>

namespace kontor::shipping {

using platform::Error;
using platform::ErrorKind;
using platform::Problem;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t most_areas = 1000;
constexpr std::size_t most_steps = 100;
constexpr std::size_t most_currencies = 50;

Error no_such_zone() {
    return {ErrorKind::not_found, "shipping.no_such_zone", "There is no such zone."};
}

Error no_such_method() {
    return {ErrorKind::not_found, "shipping.no_such_method", "The zone has no such method."};
}

Result<> outcome(const std::string& code, const std::vector<Problem>& problems) {
    if (problems.empty()) return {};
    return Error{ErrorKind::invalid, code,
                 problems.front().pointer + " " + problems.front().detail + ".", problems};
}

AreaView normal(AreaView area) {
    if (area.region)
        area.region =
            platform::Text<1, 100>::accept(normal_region(area.region->value(), area.country));
    if (area.postal_code_prefix)
        area.postal_code_prefix =
            platform::Text<1, 20>::accept(normal_postal_code(area.postal_code_prefix->value()));
    return area;
}

Area key_of(const AreaView& area) {
    return {area.country, area.region ? area.region->value() : "",
            area.postal_code_prefix ? area.postal_code_prefix->value() : ""};
}

Result<> check(const Zone& zone, const std::vector<AreaView>& given) {
    std::vector<Problem> problems;
    if (zone.areas.size() > most_areas)
        problems.push_back({"/areas", "length", "must be at most " + std::to_string(most_areas)});
    if (zone.areas.empty() && !zone.everywhere)
        problems.push_back({"/areas", "required", "must name a place, unless it is everywhere"});
    std::set<Area> seen;
    for (std::size_t index = 0; index < zone.areas.size(); ++index) {
        const auto at = "/areas/" + std::to_string(index);
        const auto& area = zone.areas[index];
        if (given[index].region && !area.region)
            problems.push_back({at + "/region", "format", "must have a letter or a digit"});
        if (given[index].postal_code_prefix && !area.postal_code_prefix)
            problems.push_back(
                {at + "/postal_code_prefix", "format", "must have a letter or a digit"});
        if (!seen.insert(key_of(area)).second)
            problems.push_back({at, "twice", "must not be an area that is given already"});
    }
    return outcome("shipping.bad_zone", problems);
}

void check_steps(const MethodRates& rates, Basis basis, bool is_quoted, const std::string& at,
                 std::vector<Problem>& problems) {
    if (rates.steps.size() > most_steps || (rates.steps.empty() && !is_quoted))
        problems.push_back({at + "/steps", "length",
                            "must be from 1 to " + std::to_string(most_steps) +
                                ", or none where a carrier says the price"});
    for (std::size_t index = 0; index < rates.steps.size(); ++index) {
        const auto place = at + "/steps/" + std::to_string(index) + "/from";
        if (index > 0 && rates.steps[index].from <= rates.steps[index - 1].from)
            problems.push_back({place, "range", "must be more than the step before begins at"});
        if (basis == Basis::flat && rates.steps[index].from != 0)
            problems.push_back({place, "range", "must be 0 where the price is flat"});
    }
}

void check_rates(const ShippingMethod& method, std::vector<Problem>& problems) {
    if (method.rates.empty() || method.rates.size() > most_currencies)
        problems.push_back(
            {"/rates", "length",
             "must be from 1 to " + std::to_string(most_currencies) + ", one for each currency"});
    std::set<platform::Currency> seen;
    for (std::size_t index = 0; index < method.rates.size(); ++index) {
        const auto& rates = method.rates[index];
        const auto at = "/rates/" + std::to_string(index);
        if (!rates.currency.is_in_use())
            problems.push_back({at + "/currency", "not_one_of", "must be a currency in use"});
        if (!seen.insert(rates.currency).second)
            problems.push_back({at + "/currency", "twice", "must not be given already"});
        check_steps(rates, method.basis, method.service.has_value(), at, problems);
    }
}

Result<> check(const ShippingMethod& method, const Freight& freight) {
    std::vector<Problem> problems;
    if (method.max_days < method.min_days)
        problems.push_back({"/max_days", "range", "must be at least min_days"});
    const bool is_pickup = method.kind == OptionKind::pickup;
    if (is_pickup != method.location.has_value())
        problems.push_back({"/location", is_pickup ? "required" : "unexpected",
                            "must be given for a pickup, and only then"});
    if (is_pickup && method.location) {
        const auto place = freight.locations().find(*method.location);
        if (!place || !place->address)
            problems.push_back(
                {"/location", "unknown", "must be the code of a location that has an address"});
    }
    if (is_pickup && method.carrier)
        problems.push_back({"/carrier", "unexpected", "must not be given for a pickup"});
    if (method.carrier && !freight.carrier(*method.carrier))
        problems.push_back(
            {"/carrier", "unknown", "must be manual or the carrier of the configuration"});
    if (method.service && (!method.carrier || method.carrier == "manual"))
        problems.push_back({"/service", "unexpected", "must be one of the carrier's"});
    check_rates(method, problems);
    return outcome("shipping.bad_method", problems);
}

ShippingMethod method_of(const std::string& id, const MethodBody& body) {
    return {id,
            body.name,
            body.kind.value_or(OptionKind::delivery),
            body.basis.value_or(Basis::flat),
            body.min_days,
            body.max_days,
            text_of(body.location),
            text_of(body.carrier),
            text_of(body.service),
            body.rates};
}

Result<Zone> zone_in(const std::vector<Zone>& zones, const std::string& id) {
    const auto found = std::ranges::find(zones, id, &Zone::id);
    if (found == zones.end()) return no_such_zone();
    return *found;
}

// What work makes of the zone, or leaves of it, with both kept in the audit log.
template <class Work>
Result<Zone> changed(Tx& tx, const std::string& id, const Work& work) {
    store::lock_zones(tx);
    const auto before = zone_in(store::zones(tx), id);
    if (auto done = work(before); !done) return done.error();
    auto after = zone_in(store::zones(tx), id);
    const auto json = [](const auto& zone) {
        return zone ? std::optional(platform::json::write(*zone)) : std::nullopt;
    };
    if (platform::audit::is_asked()) platform::audit::changed_json(json(before), json(after));
    return after ? after : before;
}

}  // namespace

std::vector<Zone> Zones::list() const {
    return backing_.database.read([](Reader& reader) { return store::zones(reader); });
}

Result<Zone> Zones::find(const std::string& zone) const {
    return zone_in(list(), zone);
}

Result<Zone> Zones::put(const std::string& id, const ZoneBody& body) const {
    const auto given = body.areas.value_or(std::vector<AreaView>{});
    Zone zone{id, body.name, body.everywhere.value_or(false), {}, {}};
    for (const auto& area : given) zone.areas.push_back(normal(area));
    if (const auto good = check(zone, given); !good) return good.error();
    auto put = backing_.database.transact([&](Tx& tx) {
        return changed(tx, id, [&](const auto&) -> Result<> {
            store::put(tx, zone);
            return {};
        });
    });
    backing_.freight.forget_rates();
    return put;
}

Result<> Zones::remove(const std::string& zone) const {
    const auto gone = backing_.database.transact([&](Tx& tx) {
        return changed(tx, zone, [&](const auto&) -> Result<> {
            if (!store::remove_zone(tx, zone)) return no_such_zone();
            return {};
        });
    });
    if (!gone) return gone.error();
    backing_.freight.forget_rates();
    return {};
}

Result<Zone> Zones::put_method(const std::string& zone, const std::string& id,
                               const MethodBody& body) const {
    const auto method = method_of(id, body);
    if (const auto good = check(method, backing_.freight); !good) return good.error();
    auto put = backing_.database.transact([&](Tx& tx) {
        return changed(tx, zone, [&](const Result<Zone>& found) -> Result<> {
            if (!found) return found.error();
            store::put(tx, zone, method);
            return {};
        });
    });
    backing_.freight.forget_rates();
    return put;
}

Result<> Zones::remove_method(const std::string& zone, const std::string& method) const {
    const auto gone = backing_.database.transact([&](Tx& tx) {
        return changed(tx, zone, [&](const auto&) -> Result<> {
            if (!store::remove_method(tx, zone, method)) return no_such_method();
            return {};
        });
    });
    if (!gone) return gone.error();
    backing_.freight.forget_rates();
    return {};
}

}  // namespace kontor::shipping
