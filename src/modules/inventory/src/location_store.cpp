#include "location_store.hpp"

#include "platform/db/json_column.hpp"

namespace kontor::inventory::store {

using platform::Reader;
using platform::Tx;

namespace {

using AddressColumn = platform::JsonColumn<shipping::Address>;

struct LocationRow {
    LocationId id;
    std::string code;
    std::string name;
    std::int64_t priority = 0;
    bool enabled = true;
    std::optional<AddressColumn> address;
    std::vector<std::string> countries;
};
BOOST_DESCRIBE_STRUCT(LocationRow, (), (id, code, name, priority, enabled, address, countries))

Location to_location(LocationRow row) {
    Location location{
        row.id, std::move(row.code), std::move(row.name), row.priority, row.enabled, std::nullopt,
        {}};
    if (row.address) location.address = std::move(row.address->value);
    for (auto& country : row.countries)
        location.countries.push_back(platform::CountryCode::accept(std::move(country)).value());
    return location;
}

std::optional<AddressColumn> column_of(const std::optional<shipping::Address>& address) {
    if (!address) return std::nullopt;
    return AddressColumn{*address};
}

std::vector<std::string> column_of(const std::vector<platform::CountryCode>& countries) {
    return {countries.begin(), countries.end()};
}

}  // namespace

std::vector<Location> all_locations(Reader& reader) {
    std::vector<Location> locations;
    for (auto& row : reader.all<LocationRow>(
             "select id, code, name, priority, enabled, address, countries from inventory.location"
             " where removed_at is null order by priority, code"))
        locations.push_back(to_location(std::move(row)));
    return locations;
}

std::optional<Location> location_of(Reader& reader, const std::string& code) {
    auto row = reader.one<LocationRow>(
        "select id, code, name, priority, enabled, address, countries from inventory.location"
        " where code = $1 and removed_at is null",
        code);
    if (!row) return std::nullopt;
    return to_location(*std::move(row));
}

std::optional<Location> lock_location(Tx& tx, const std::string& code) {
    auto row = tx.one<LocationRow>(
        "select id, code, name, priority, enabled, address, countries from inventory.location"
        " where code = $1 and removed_at is null for update",
        code);
    if (!row) return std::nullopt;
    return to_location(*std::move(row));
}

bool insert(Tx& tx, const Location& location) {
    return tx.run(
               "insert into inventory.location (id, code, name, priority, enabled, address,"
               "  countries) values ($1, $2, $3, $4, $5, $6, $7)"
               " on conflict (code) where removed_at is null do nothing",
               location.id, location.code, location.name, location.priority, location.enabled,
               column_of(location.address), column_of(location.countries)) == 1;
}

void update(Tx& tx, const Location& location) {
    tx.run(
        "update inventory.location set name = $2, priority = $3, enabled = $4, address = $5,"
        " countries = $6 where id = $1",
        location.id, location.name, location.priority, location.enabled,
        column_of(location.address), column_of(location.countries));
}

void remove(Tx& tx, const LocationId& id, platform::Time now) {
    tx.defer("delete from inventory.stock_level where location = $1", id);
    tx.defer("update inventory.location set removed_at = $2 where id = $1", id, now);
}

std::int64_t last_priority(Reader& reader) {
    return reader
        .one<std::int64_t>(
            "select coalesce(max(priority), 0) from inventory.location where removed_at is null")
        .value();
}

bool is_last(Reader& reader) {
    return reader.one<bool>("select count(*) = 1 from inventory.location where removed_at is null")
        .value();
}

void lock_levels(Tx& tx, const LocationId& id) {
    tx.defer("select from inventory.stock_level where location = $1 order by variant for update",
             id);
}

bool is_in_use(Reader& reader, const LocationId& id) {
    return reader
        .one<bool>(
            "select exists (select from inventory.stock_level where location = $1"
            "  and (on_hand, allocated, reserved) <> (0, 0, 0))"
            " or exists (select from inventory.received_ahead where location = $1)"
            " or exists (select from inventory.transfer where $1 in (source, destination)"
            "  and status in ('in_transit', 'partially_received'))"
            " or exists (select from inventory.stock_take where location = $1"
            "  and status = 'open')",
            id)
        .value();
}

std::vector<catalog::VariantId> sold_from(Reader& reader, const LocationId& id) {
    return reader.all<catalog::VariantId>(
        "select variant from inventory.stock_level where location = $1"
        " and (backorderable or on_hand - allocated - reserved - safety > 0) order by variant",
        id);
}

}  // namespace kontor::inventory::store
