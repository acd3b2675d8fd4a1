#include "locations.hpp"

#include "inventory/events.hpp"
#include "location_store.hpp"
#include "platform/audit/deed.hpp"
#include "store.hpp"

#include <algorithm>

namespace kontor::inventory {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::int64_t gap = 10;  // between priorities, for what comes between
constexpr std::size_t longest_code = 60;

using Countries = std::vector<platform::CountryCode>;

Error no_such_location(const std::string& code) {
    return {ErrorKind::not_found, "inventory.no_such_location",
            "there is no location '" + code + "'"};
}

Error location_taken(const std::string& code) {
    return {ErrorKind::conflict,
            "inventory.location_taken",
            "there is a location '" + code + "' already",
            {{"/code", "taken", "a code that no other location has"}}};
}

Error code_too_long() {
    const auto rule = "at most " + std::to_string(longest_code) + " characters";
    return {ErrorKind::invalid,
            "inventory.code_too_long",
            "the code of a location has " + rule,
            {{"/code", "length", rule}}};
}

Error location_in_use(const std::string& code) {
    return {ErrorKind::conflict, "inventory.location_in_use",
            "goods lie in '" + code +
                "', are promised from there, on their way or being counted, or left before their "
                "receipt was booked: transfer them or book it first, and disable the location so "
                "that nothing more is sold from it"};
}

Error last_location() {
    return {ErrorKind::conflict, "inventory.last_location",
            "this is the only location, and goods have to lie somewhere: make another one first"};
}

// What of these can be sold, before and after a change of where goods are sold from.
void announce_difference(Tx& tx, platform::EventLog& events,
                         const std::vector<catalog::VariantId>& variants,
                         const std::vector<Quantity>& before) {
    std::map<catalog::VariantId, std::int64_t> after;
    for (const auto& [variant, quantity] : store::available(tx, variants))
        after[variant] = quantity;
    std::map<catalog::VariantId, std::int64_t> earlier;
    for (const auto& [variant, quantity] : before) earlier[variant] = quantity;
    for (const auto& variant : variants) {
        if (after[variant] == earlier[variant]) continue;
        events.publish(tx, StockChanged{variant, after[variant]});
        if (earlier[variant] <= 0 && after[variant] > 0)
            events.publish(tx, BackInStock{variant, after[variant]});
    }
}

Countries each_once(Countries countries) {
    std::ranges::sort(countries);
    const auto [first, last] = std::ranges::unique(countries);
    countries.erase(first, last);
    return countries;
}

Location changed(Location location, const LocationChange& change) {
    if (change.name) location.name = change.name->value();
    if (change.priority) location.priority = change.priority->value();
    location.enabled = change.enabled.value_or(location.enabled);
    if (change.address) location.address = change.address->value;
    if (change.countries) location.countries = each_once(*change.countries);
    return location;
}

}  // namespace

std::vector<Location> LocationService::list() {
    return backing_.database.read([](Reader& reader) { return store::all_locations(reader); });
}

Result<Location> LocationService::find(const std::string& code) {
    auto found =
        backing_.database.read([&](Reader& reader) { return store::location_of(reader, code); });
    if (!found) return no_such_location(code);
    return *std::move(found);
}

Result<Location> LocationService::create(const NewLocation& wanted) {
    if (wanted.code.value().size() > longest_code) return code_too_long();
    return backing_.database.transact([&](Tx& tx) -> Result<Location> {
        Location location{LocationId::make(),
                          wanted.code,
                          wanted.name,
                          0,
                          wanted.enabled.value_or(true),
                          wanted.address,
                          each_once(wanted.countries.value_or(Countries{}))};
        location.priority =
            wanted.priority ? wanted.priority->value() : store::last_priority(tx) + gap;
        if (!store::insert(tx, location)) return location_taken(location.code);
        return location;
    });
}

Result<Location> LocationService::change(const std::string& code, const LocationChange& change) {
    return backing_.database.transact([&](Tx& tx) -> Result<Location> {
        const auto before = store::lock_location(tx, code);
        if (!before) return no_such_location(code);
        auto location = changed(*before, change);
        platform::audit::changed(*before, location);
        if (location.enabled == before->enabled) {
            store::update(tx, location);
            return location;
        }
        const auto variants = store::sold_from(tx, location.id);
        const auto sold = store::available(tx, variants);
        store::update(tx, location);
        announce_difference(tx, backing_.events, variants, sold);
        return location;
    });
}

Result<> LocationService::remove(const std::string& code) {
    return backing_.database.transact([&](Tx& tx) -> Result<> {
        const auto location = store::lock_location(tx, code);
        if (!location) return no_such_location(code);
        if (store::is_last(tx)) return last_location();
        store::lock_levels(tx, location->id);
        if (store::is_in_use(tx, location->id)) return location_in_use(code);
        const auto variants = store::sold_from(tx, location->id);
        const auto sold = store::available(tx, variants);
        store::remove(tx, location->id, backing_.clock.now());
        announce_difference(tx, backing_.events, variants, sold);
        platform::audit::removed(*location);
        return {};
    });
}

}  // namespace kontor::inventory
