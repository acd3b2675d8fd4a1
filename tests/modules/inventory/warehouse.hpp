// An inventory on a database of its own, and the shortest way to say what a test does.
#pragma once

#include "inventory/module.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace kontor::inventory::test {

using catalog::VariantId;
using platform::Uuid;

struct Warehouse {
    kontor::test::TestDatabase made{{"inventory"}};
    platform::Database database = made.database("inventory");
    platform::Database platform_database = made.database("platform");
    platform::EventLog events;
    kontor::test::ManualClock clock;
    Backing backing{database, events, clock};
    std::unique_ptr<Inventory> inventory = make_inventory(database, events, clock);
    std::unique_ptr<Locations> locations = make_locations(backing);

    // A new variant with so many on hand.
    VariantId variant(std::int64_t on_hand, const std::string& sku = "") {
        const auto id = VariantId::make();
        inventory->introduce({{id, sku.empty() ? id.text() : sku, on_hand}});
        return id;
    }

    platform::Time soon() const { return clock.now() + std::chrono::minutes(10); }
    platform::Result<> reserve(const Uuid& holder, const std::vector<Quantity>& lines) {
        return inventory->reserve(holder, lines, soon());
    }
    std::int64_t available(const VariantId& id) { return inventory->available({id})[0].quantity; }
    Level level(const VariantId& id) { return inventory->stock(id.text()).value().levels[0]; }

    std::int64_t count(const std::string& sql) {
        auto all = made.superuser();
        return all.read([&](platform::Reader& reader) { return *reader.one<std::int64_t>(sql); });
    }
    void run(const std::string& sql) {
        auto all = made.superuser();
        all.transact([&](platform::Tx& tx) { tx.run(sql); });
    }
    std::int64_t announced(const VariantId& id, const std::string& fact = "stock_changed") {
        return count("select count(*) from platform.event where name = 'inventory." + fact +
                     ".v1' and key = '" + platform::to_string(id.uuid()) + "'");
    }
    // The payload of the last fact of this name about the key.
    std::string told(const Uuid& key, const std::string& fact) {
        auto all = made.superuser();
        return all.read([&](platform::Reader& reader) {
            return reader
                .one<std::string>(
                    "select payload::text from platform.event where name = $1 and key = $2"
                    " order by id desc limit 1",
                    "inventory." + fact + ".v1", key)
                .value_or("");
        });
    }

    // Another location, sold from after all others.
    std::string location(const std::string& code) {
        NewLocation wanted;
        wanted.code = *platform::Slug::accept(code);
        wanted.name = *platform::Text<1, 200>::accept(code);
        return locations->create(wanted).value().code;
    }
    void put(const VariantId& id, const std::string& at, std::int64_t on_hand) {
        REQUIRE(inventory->count({{id.text(), at, on_hand}}, "test").front().has_value());
    }
    Level level_at(const VariantId& id, const std::string& at) {
        for (const auto& level : inventory->stock(id.text()).value().levels)
            if (level.location == at) return level;
        return {};
    }
};

inline Warehouse& warehouse() {
    static Warehouse made;
    return made;
}

inline bool is_sound(Warehouse& house) {
    const auto violations = house.inventory->check();
    for (const auto& violation : violations)
        MESSAGE(violation.invariant << ": " << violation.subject << " " << violation.detail);
    return violations.empty();
}

}  // namespace kontor::inventory::test
